import { now } from '../store.ts'
export const at = now

import { now } from '../kernel/clock.ts'
export const sample = now

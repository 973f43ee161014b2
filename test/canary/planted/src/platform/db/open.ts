import { now } from '../../kernel/clock.ts'
export const open = now

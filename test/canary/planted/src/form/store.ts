export { now } from '../kernel/clock.ts'
export type Row = { id: string }

export { now } from '../kernel/clock.ts'

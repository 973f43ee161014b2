export { now } from '../kernel/clock.ts'
export { log } from '../platform/log.ts'

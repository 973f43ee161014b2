import type { log } from '../platform/log.ts'
export type Log = typeof log

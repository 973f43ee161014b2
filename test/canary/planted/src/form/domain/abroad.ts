import type { message } from '../../message/index.ts'
export type Message = typeof message

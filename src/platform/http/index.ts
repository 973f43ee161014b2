export type { App } from './app-type.ts'
export { type ErrorReply, errorReply, errorSchema } from './envelope.ts'
export { asFormwireError } from './failure.ts'
export { createServer, type ServerOptions } from './server.ts'

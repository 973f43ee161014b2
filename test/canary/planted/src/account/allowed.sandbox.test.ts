import { server } from '../../sandbox/src/server.ts'
export const started = server

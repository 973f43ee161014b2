export { server } from '../../sandbox/src/server.ts'

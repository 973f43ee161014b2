export { port } from '../config.ts'

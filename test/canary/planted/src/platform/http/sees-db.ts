export { open } from '../db/open.ts'

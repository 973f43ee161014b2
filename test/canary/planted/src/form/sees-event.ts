export { event } from '../event/index.ts'

export { now } from '../account/store.ts'

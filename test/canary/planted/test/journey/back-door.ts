export { now } from '../../src/form/store.ts'

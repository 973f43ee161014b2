export { sample } from './tested.test.ts'

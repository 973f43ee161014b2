export { account } from '../../src/app.ts'

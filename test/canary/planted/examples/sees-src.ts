export { form } from '../src/form/index.ts'

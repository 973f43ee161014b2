export { form } from '../form/index.ts'

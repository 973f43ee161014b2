export { instance } from '../instance/index.ts'

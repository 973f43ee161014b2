export { message } from '../message/index.ts'

export { account } from './account/index.ts'
export { message } from './message/index.ts'

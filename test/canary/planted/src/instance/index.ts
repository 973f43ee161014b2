export { account } from '../account/index.ts'
export const instance = 'instance'

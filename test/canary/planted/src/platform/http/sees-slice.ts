export { account } from '../../account/index.ts'

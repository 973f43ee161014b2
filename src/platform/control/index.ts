export { askGateway } from './ask.ts'
export { type Control, listenForOperator } from './listen.ts'

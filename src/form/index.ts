export { createAnswerDesk } from './answer-desk.ts'
export { createFormFollower } from './follow-message.ts'
export { receiveAnswer } from './receive-answer.ts'
export { registerFormRoutes } from './routes.ts'

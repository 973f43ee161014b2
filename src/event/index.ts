export { createEvents, type Events, type EventsDeps } from './events.ts'

export { createEvents, type Events, type EventsDeps } from './events.ts'
export type { EventRoutesDeps } from './routes.ts'

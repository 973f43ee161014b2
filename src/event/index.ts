export type { DeliveryCounts } from './counts.ts'
export { DESCRIBED_EVENTS } from './described-events.ts'
export { createEvents, type Events, type EventsDeps } from './events.ts'
export { measureDeliveries } from './store-waiting.ts'

import { toIso } from '../kernel/clock.ts'
import type { Store } from '../platform/db/store.ts'
import { type DeliveryFilter, findDeliveries } from './store-deliveries.ts'

/** A page of an instance's deliveries, the newest first, and where the next page begins. */
export async function listDeliveries(store: Pick<Store, 'read'>, instanceId: string, filter: DeliveryFilter) {
  const found = await findDeliveries(store.read, instanceId, { ...filter, limit: filter.limit + 1 })
  const page = found.slice(0, filter.limit)
  return {
    deliveries: page.map((delivery) => ({
      id: delivery.id,
      eventId: delivery.event_id,
      event: delivery.event_type,
      label: delivery.label,
      state: delivery.state,
      attempts: delivery.attempts,
      nextAttemptAt: delivery.state === 'pending' ? toIso(delivery.next_attempt_at) : null,
      lastStatus: delivery.last_status,
      lastError: delivery.last_error,
      createdAt: toIso(delivery.created_at),
      messageId: delivery.message_id,
    })),
    nextCursor: found.length > page.length ? (page.at(-1)?.id ?? null) : null,
  }
}

import type { Store } from '../platform/db/store.ts'
import { viewDelivery } from './delivery-view.ts'
import { findWebhook } from './store.ts'
import { type DeliveryFilter, findDeliveries } from './store-list.ts'

export interface ListFilter extends Omit<DeliveryFilter, 'webhookId'> {
  label?: string | undefined
}

/** A page of an instance's deliveries, the newest first, and where the next page begins. */
export async function listDeliveries(store: Pick<Store, 'read'>, instanceId: string, wanted: ListFilter) {
  const { label, ...filter } = wanted
  const webhook = label === undefined ? undefined : await findWebhook(store.read, instanceId, label)
  if (webhook === null) return { deliveries: [], nextCursor: null }
  const found = await findDeliveries(store.read, instanceId, {
    ...filter,
    webhookId: webhook?.id,
    limit: filter.limit + 1,
  })
  const page = found.slice(0, filter.limit)
  return {
    deliveries: page.map(viewDelivery),
    nextCursor: found.length > page.length ? (page.at(-1)?.id ?? null) : null,
  }
}

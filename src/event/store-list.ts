import { sql as raw, type SelectQueryBuilder } from 'kysely'
import type { Schema } from '../platform/db/schema.ts'
import type { Sql } from '../platform/db/store.ts'
import type { Delivery } from './store-deliveries.ts'

/** What a list of deliveries is narrowed by. */
export interface DeliveryFilter {
  webhookId?: string | undefined
  state?: Delivery['state'] | undefined
  event?: string | undefined
  messageId?: string | undefined
  /** Only older ones than this delivery. */
  before?: string | undefined
  limit: number
}

/** Deliveries of an instance with the labels of their webhooks, the newest first. */
export function findDeliveries(sql: Sql, instanceId: string, filter: DeliveryFilter) {
  let found = sql
    .selectFrom('delivery')
    .innerJoin('webhook', 'webhook.id', 'delivery.webhook_id')
    .selectAll('delivery')
    .select('webhook.label')
    .where('delivery.instance_id', '=', instanceId)
  if (filter.webhookId !== undefined) found = found.where('delivery.webhook_id', '=', filter.webhookId)
  if (filter.state !== undefined) found = inState(found, filter.state)
  if (filter.event !== undefined) found = found.where('delivery.event_type', '=', filter.event)
  if (filter.messageId !== undefined) found = found.where('delivery.message_id', '=', filter.messageId)
  if (filter.before !== undefined) found = found.where('delivery.id', '<', filter.before)
  return found.orderBy('delivery.id', 'desc').limit(filter.limit).execute()
}

/** A delivery of an instance with its webhook; null when it has no such delivery. */
export async function findDelivery(sql: Sql, instanceId: string, id: string) {
  const found = await sql
    .selectFrom('delivery')
    .innerJoin('webhook', 'webhook.id', 'delivery.webhook_id')
    .selectAll('delivery')
    .select(['webhook.label', 'webhook.url', 'webhook.by_events'])
    .where('delivery.id', '=', id)
    .where('delivery.instance_id', '=', instanceId)
    .executeTakeFirst()
  return found ?? null
}

/** Literals, not parameters: only then do both engines use the indexes of what is not delivered. */
export function inState<Tables extends 'delivery', Row>(
  found: SelectQueryBuilder<Schema, Tables, Row>,
  state: Delivery['state'],
): SelectQueryBuilder<Schema, Tables, Row> {
  const narrowed = found.where(raw<boolean>`delivery.state = ${raw.lit(state)}`)
  return state === 'delivered' ? narrowed : narrowed.where(raw<boolean>`delivery.state <> 'delivered'`)
}

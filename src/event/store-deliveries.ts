import { type ExpressionBuilder, type Insertable, sql as raw, type Selectable, type Updateable } from 'kysely'
import type { DeliveryTable, Schema } from '../platform/db/schema.ts'
import type { Sql } from '../platform/db/store.ts'
import type { KeptEvent } from './domain/envelope.ts'

export type Delivery = Selectable<DeliveryTable>

/** Failed attempts during which a delivery holds back the later ones of its chat (contract §5.1). */
export const HOLDS_BACK = 3

// A literal, not a parameter: only then do both engines use the index of what is pending.
const PENDING = raw.lit<'pending'>('pending')

export async function insertDeliveries(sql: Sql, deliveries: readonly Insertable<DeliveryTable>[]): Promise<void> {
  await sql
    .insertInto('delivery')
    .values([...deliveries])
    .execute()
}

/** Every webhook that something waits for. */
export async function findBusyWebhooks(sql: Sql): Promise<string[]> {
  const rows = await sql.selectFrom('delivery').select('webhook_id').distinct().where('state', '=', PENDING).execute()
  return rows.map((row) => row.webhook_id)
}

/** What a claim asks for. `keys`: only these chats. `except`: deliveries that are under way. */
export interface Claim {
  webhookId: string
  now: number
  limit: number
  except: readonly string[]
  keys?: readonly string[]
}

/**
 * Deliveries of one webhook that are due, the oldest first, and of each chat none that an earlier one holds back.
 * Nothing is marked: one process owns the store, and remembers what it has under way.
 */
export function findDue(sql: Sql, claim: Claim): Promise<Delivery[]> {
  let due = sql
    .selectFrom('delivery')
    .selectAll()
    .where('webhook_id', '=', claim.webhookId)
    .where('state', '=', PENDING)
    .where('next_attempt_at', '<=', claim.now)
    .where((where) => where.or([where('order_key', 'is', null), where.not(where.exists(holder(where)))]))
  if (claim.except.length > 0) due = due.where('id', 'not in', [...claim.except])
  if (claim.keys) due = due.where('order_key', 'in', [...claim.keys])
  return due.orderBy('next_attempt_at').orderBy('event_seq').limit(claim.limit).execute()
}

function holder(where: ExpressionBuilder<Schema, 'delivery'>) {
  return where
    .selectFrom('delivery as earlier')
    .select('earlier.id')
    .whereRef('earlier.webhook_id', '=', 'delivery.webhook_id')
    .whereRef('earlier.order_key', '=', 'delivery.order_key')
    .whereRef('earlier.event_seq', '<', 'delivery.event_seq')
    .where('earlier.state', '=', PENDING)
    .where('earlier.attempts', '<', HOLDS_BACK)
}

/** When the next delivery of a webhook becomes due after `now`; null when none does. */
export async function findNextDue(sql: Sql, webhookId: string, now: number): Promise<number | null> {
  const row = await sql
    .selectFrom('delivery')
    .select('next_attempt_at')
    .where('webhook_id', '=', webhookId)
    .where('state', '=', PENDING)
    .where('next_attempt_at', '>', now)
    .orderBy('next_attempt_at')
    .limit(1)
    .executeTakeFirst()
  return row?.next_attempt_at ?? null
}

/** Moves a delivery on that is still waiting; one that was cancelled meanwhile stays so. */
export async function updatePending(sql: Sql, id: string, change: Updateable<DeliveryTable>): Promise<void> {
  await sql.updateTable('delivery').set(change).where('id', '=', id).where('state', '=', PENDING).execute()
}

/** Cancels what waits for a webhook. */
export async function cancelPending(sql: Sql, webhookId: string, now: number): Promise<void> {
  await sql
    .updateTable('delivery')
    .set({ state: 'cancelled', finished_at: now })
    .where('webhook_id', '=', webhookId)
    .where('state', '=', PENDING)
    .execute()
}

/** The event of a delivery with its instance's name and sealed token; null when it is no longer kept. */
export async function findEventOf(sql: Sql, sequence: number) {
  const row = await sql
    .selectFrom('event')
    .where('seq', '=', sequence)
    .select(['seq', 'id', 'instance_id as instanceId', 'type', 'at', 'data'])
    .executeTakeFirst()
  return (row satisfies KeptEvent | undefined) ?? null
}

/** What a list of deliveries is narrowed by. */
export interface DeliveryFilter {
  label?: string | undefined
  state?: Delivery['state'] | undefined
  event?: string | undefined
  messageId?: string | undefined
  /** Only older ones than this delivery. */
  before?: string | undefined
  limit: number
}

/** Deliveries of an instance, the newest first. */
export function findDeliveries(sql: Sql, instanceId: string, filter: DeliveryFilter) {
  let found = sql
    .selectFrom('delivery')
    .innerJoin('webhook', 'webhook.id', 'delivery.webhook_id')
    .selectAll('delivery')
    .select('webhook.label')
    .where('delivery.instance_id', '=', instanceId)
  if (filter.label !== undefined) found = found.where('webhook.label', '=', filter.label)
  if (filter.state !== undefined) found = found.where('delivery.state', '=', filter.state)
  if (filter.event !== undefined) found = found.where('delivery.event_type', '=', filter.event)
  if (filter.messageId !== undefined) found = found.where('delivery.message_id', '=', filter.messageId)
  if (filter.before !== undefined) found = found.where('delivery.id', '<', filter.before)
  return found.orderBy('delivery.id', 'desc').limit(filter.limit).execute()
}

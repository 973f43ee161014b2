import { type Insertable, sql as raw, type Selectable, type Updateable } from 'kysely'
import type { DeliveryTable } from '../platform/db/schema-events.ts'
import type { Sql } from '../platform/db/store.ts'
import { HOLDS_BACK, type Holder, type Waiting } from './domain/chat-queue.ts'
import type { KeptEvent } from './domain/envelope.ts'
import type { Webhook } from './store.ts'

export type Delivery = Selectable<DeliveryTable>

// A literal, not a parameter: only then do both engines use the index of what is pending.
const PENDING = raw.lit<'pending'>('pending')

/** How many parameters a list may bring into a query. */
const MOST_NAMED = 5_000

export async function insertDeliveries(sql: Sql, deliveries: readonly Insertable<DeliveryTable>[]): Promise<void> {
  await sql
    .insertInto('delivery')
    .values([...deliveries])
    .execute()
}

/** Every webhook that something waits for, but for those that are paused. */
export async function findBusyWebhooks(sql: Sql): Promise<string[]> {
  const rows = await sql
    .selectFrom('webhook')
    .select('id')
    .where('paused_at', 'is', null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('delivery')
          .select(raw.lit(1).as('one'))
          .whereRef('webhook_id', '=', 'webhook.id')
          .where('state', '=', PENDING),
      ),
    )
    .execute()
  return rows.map(({ id }) => id)
}

/** What is read ahead. `except` are deliveries, `exceptChats` order keys that are left out. */
export interface ReadAhead {
  webhookId: string
  now: number
  limit: number
  except: readonly string[]
  exceptChats: readonly string[]
}

/**
 * Deliveries of one webhook that are due, the oldest first. Nothing is marked: one process owns the store, and
 * remembers what it has under way.
 */
export function findDue(sql: Sql, ahead: ReadAhead): Promise<Waiting[]> {
  let due = sql
    .selectFrom('delivery')
    .select(['id', 'order_key as orderKey', 'event_seq as sequence', 'attempts'])
    .where('webhook_id', '=', ahead.webhookId)
    .where('state', '=', PENDING)
    .where('next_attempt_at', '<=', ahead.now)
  if (ahead.except.length > 0) due = due.where('id', 'not in', [...ahead.except])
  const chats = ahead.exceptChats.slice(0, MOST_NAMED)
  if (chats.length > 0) {
    due = due.where((where) =>
      where.or([
        where('order_key', 'is', null),
        where('order_key', 'not in', chats),
        where('attempts', '>=', HOLDS_BACK),
      ]),
    )
  }
  return due.orderBy('next_attempt_at').orderBy('event_seq').limit(ahead.limit).execute()
}

/** The deliveries of these chats that failed and hold the later ones back, whenever they are due. */
export async function findHolders(sql: Sql, webhookId: string, chats: readonly string[]): Promise<Holder[]> {
  if (chats.length === 0) return []
  const rows = await sql
    .selectFrom('delivery')
    .select(['id', 'order_key', 'event_seq'])
    .where('webhook_id', '=', webhookId)
    .where('order_key', 'in', [...chats])
    .where('state', '=', PENDING)
    .where('attempts', '>', raw.lit(0))
    .where('attempts', '<', raw.lit(HOLDS_BACK))
    .execute()
  return rows.map((row) => ({ id: row.id, orderKey: row.order_key ?? '', sequence: row.event_seq }))
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

/**
 * What an attempt needs, read at its last moment: null when the delivery was cancelled, its webhook switched off, or
 * its event is no longer kept.
 */
export async function findLetter(sql: Sql, id: string): Promise<Letter | null> {
  const delivery = await sql
    .selectFrom('delivery')
    .innerJoin('webhook', 'webhook.id', 'delivery.webhook_id')
    .selectAll('webhook')
    .select('event_seq')
    .where('delivery.id', '=', id)
    .where('state', '=', PENDING)
    .where('enabled', '=', 1)
    .executeTakeFirst()
  if (!delivery) return null
  const { event_seq, ...webhook } = delivery
  const event = await findKeptEvent(sql, event_seq)
  return event ? { webhook, event } : null
}

export interface Letter {
  webhook: Webhook
  event: KeptEvent
}

/** What a delivery tells; null when it is no longer kept. */
export async function findKeptEvent(sql: Sql, seq: number): Promise<KeptEvent | null> {
  const event = await sql
    .selectFrom('event')
    .where('seq', '=', seq)
    .select(['seq', 'id', 'instance_id as instanceId', 'type', 'at', 'data'])
    .executeTakeFirst()
  return event ?? null
}

import { type Insertable, sql as raw, type Selectable, type Updateable } from 'kysely'
import { prepared } from '../platform/db/prepared.ts'
import type { DeliveryTable } from '../platform/db/schema-events.ts'
import type { Sql } from '../platform/db/store.ts'
import { type Due, HOLDS_BACK, type Waiting } from './domain/chat-queue.ts'
import type { KeptEvent } from './domain/envelope.ts'
import type { Webhook } from './store.ts'
import { type Counts, timesTried } from './store-attempts.ts'

export type Delivery = Selectable<DeliveryTable>

// A literal, not a parameter: only then do both engines use the index of what is pending.
const PENDING = raw.lit<'pending'>('pending')

const keep = prepared((sql, given: { deliveries: readonly Insertable<DeliveryTable>[] }) =>
  sql.insertInto('delivery').values(given.deliveries),
)

export async function insertDeliveries(sql: Sql, deliveries: readonly Insertable<DeliveryTable>[]): Promise<void> {
  await keep.run(sql, { deliveries })
}

/** Every webhook that something waits for, but for those that are paused; what waits is not counted through. */
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

/** A place on the way through what waits for a webhook. */
export interface Position {
  /** Unix milliseconds: when a delivery became due. */
  at: number
  sequence: number
}

/**
 * Deliveries of one webhook that became due behind a position, the oldest first. Nothing is marked: one process owns the
 * store, and remembers what it has under way.
 */
export async function findDue(sql: Sql, webhookId: string, page: Page): Promise<(Due & Position)[]> {
  const rows = await due.rows(sql, { webhookId, page })
  return rows.map((row) => ({ ...row, isHeldBack: Boolean(row.isHeldBack) }))
}

interface Page {
  now: number
  after: Position
  limit: number
}

const due = prepared((sql, { webhookId, page }: { webhookId: string; page: Page }) =>
  sql
    .selectFrom('delivery')
    .select(['id', 'order_key as orderKey', 'event_seq as sequence', 'attempts', 'next_attempt_at as at'])
    .select(({ selectFrom, exists }) =>
      exists(
        selectFrom('delivery as holder')
          .select(raw.lit(1).as('one'))
          .whereRef('holder.webhook_id', '=', 'delivery.webhook_id')
          .whereRef('holder.order_key', '=', 'delivery.order_key')
          .where('holder.state', '=', PENDING)
          .where('holder.attempts', '>', raw.lit(0))
          .where('holder.attempts', '<', raw.lit(HOLDS_BACK))
          .whereRef('holder.event_seq', '<', 'delivery.event_seq'),
      ).as('isHeldBack'),
    )
    .where('webhook_id', '=', webhookId)
    .where('state', '=', PENDING)
    .where('next_attempt_at', '<=', page.now)
    .where(raw<boolean>`(next_attempt_at, event_seq) > (${page.after.at}, ${page.after.sequence})`)
    .orderBy('next_attempt_at')
    .orderBy('event_seq')
    .limit(page.limit),
)

/** The oldest deliveries of one chat that keep its order, whenever they are due. */
export function findOfChat(
  sql: Sql,
  webhookId: string,
  orderKey: string,
  limit: number,
): Promise<(Waiting & Position)[]> {
  return (
    sql
      .selectFrom('delivery')
      .select(['id', 'order_key as orderKey', 'event_seq as sequence', 'attempts', 'next_attempt_at as at'])
      .where('webhook_id', '=', webhookId)
      .where('order_key', '=', orderKey)
      .where('state', '=', PENDING)
      .where('attempts', '<', HOLDS_BACK)
      // Always so, but the index of a chat's order is only used where it is said.
      .where('event_seq', '>', raw.lit(0))
      .orderBy('event_seq')
      .limit(limit)
      .execute()
  )
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

/**
 * Makes due at `now` what is due later though nothing can be: it was written before the clock was set back. Deliveries
 * that never failed are due when they are made, others at most `longestMs` later.
 */
export async function bringForward(sql: Sql, now: number, longestMs: number): Promise<void> {
  await sql
    .updateTable('delivery')
    .set({ next_attempt_at: now })
    .where('state', '=', PENDING)
    .where('next_attempt_at', '>', now)
    .where(({ eb, or }) => or([eb('attempts', '=', 0), eb('next_attempt_at', '>', now + longestMs)]))
    .execute()
}

/** Moves a delivery on that is still waiting; one that was cancelled meanwhile stays so. Whether it did. */
export async function updatePending(sql: Sql, id: string, change: Updateable<DeliveryTable>): Promise<boolean> {
  const update = sql.updateTable('delivery').set(change).where('id', '=', id).where('state', '=', PENDING)
  return (await update.executeTakeFirst()).numUpdatedRows > 0n
}

type Seen = Pick<Delivery, 'last_status' | 'last_error' | 'finished_at'>

const delivered = prepared((sql, { ids, seen }: { ids: readonly string[]; seen: Seen }) =>
  sql
    .updateTable('delivery')
    .set((where) => ({ ...seen, state: 'delivered', attempts: where('attempts', '+', 1) }))
    .where('id', 'in', ids)
    .where('state', '=', PENDING)
    .returning((where) => ['id', 'attempts', 'created_at as madeAt', timesTried(where).as('ever')]),
)

/**
 * Moves those of these deliveries on that are still waiting: their receiver took them. What was known of them before, as
 * `findCountsOf` says it.
 */
export async function markDelivered(sql: Sql, ids: readonly string[], seen: Seen): Promise<Map<string, Counts>> {
  const rows = await delivered.rows(sql, { ids, seen })
  return new Map(
    rows.map(({ id, attempts, ever, madeAt }) => [id, { attempts: attempts - 1, ever: ever ?? 0, madeAt }]),
  )
}

/** Cancels some of what waits for a webhook, if that is switched off; how many. */
export async function cancelPending(
  sql: Sql,
  webhookId: string,
  { now, limit }: { now: number; limit: number },
): Promise<number> {
  const { numUpdatedRows } = await sql
    .updateTable('delivery')
    .set({ state: 'cancelled', finished_at: now })
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('delivery as waiting')
        .innerJoin('webhook', 'webhook.id', 'waiting.webhook_id')
        .select('waiting.id')
        .where('waiting.webhook_id', '=', webhookId)
        .where('waiting.state', '=', PENDING)
        .where('enabled', '=', 0)
        .limit(limit),
    )
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/**
 * What an attempt needs, read at its last moment: null when the delivery was cancelled, its webhook switched off, or
 * its event is no longer kept.
 */
export async function findLetter(sql: Sql, id: string): Promise<Letter | null> {
  const row = await whole.first(sql, { id })
  if (!row) return null
  const { seq, eventId, type, at, data, ...webhook } = row
  return { webhook, event: { seq, id: eventId, instanceId: webhook.instance_id, type, at, data } }
}

const whole = prepared((sql, given: { id: string }) =>
  sql
    .selectFrom('delivery')
    .innerJoin('webhook', 'webhook.id', 'delivery.webhook_id')
    .innerJoin('event', 'event.seq', 'delivery.event_seq')
    .selectAll('webhook')
    .select(['event.seq', 'event.id as eventId', 'event.type', 'event.at', 'event.data'])
    .where('delivery.id', '=', given.id)
    .where('state', '=', PENDING)
    .where('enabled', '=', 1),
)

/** A letter that is longer, in bytes of its event, is read when its turn comes. A form's answer has about 5,000. */
const LONGEST_AHEAD = 16_384

/**
 * The letters of these deliveries of one webhook as far as they are short: what is read before its turn comes stays in
 * memory meanwhile. None when the webhook is paused.
 */
export async function findShortLetters(
  sql: Sql,
  webhookId: string,
  ids: readonly string[],
): Promise<{ deliveryId: string; letter: Letter }[]> {
  const webhook = await unpaused.first(sql, { webhookId })
  if (!webhook) return []
  const rows = await short.rows(sql, { ids })
  const instanceId = webhook.instance_id
  return rows.map(({ deliveryId, seq, id, type, at, data }) => {
    return { deliveryId, letter: { webhook, event: { seq, id, instanceId, type, at, data } } }
  })
}

const unpaused = prepared((sql, given: { webhookId: string }) =>
  sql
    .selectFrom('webhook')
    .selectAll()
    .where('id', '=', given.webhookId)
    .where('enabled', '=', 1)
    .where('paused_at', 'is', null),
)

const short = prepared((sql, given: { ids: readonly string[] }) =>
  sql
    .selectFrom('delivery')
    .innerJoin('event', 'event.seq', 'delivery.event_seq')
    .select(['delivery.id as deliveryId', 'event.seq', 'event.id', 'event.type', 'event.at', 'event.data'])
    .where('delivery.id', 'in', given.ids)
    .where('state', '=', PENDING)
    .where(raw<number>`octet_length(event.data)`, '<=', raw.lit(LONGEST_AHEAD)),
)

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

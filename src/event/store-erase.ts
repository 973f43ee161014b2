import { sql as raw } from 'kysely'
import type { ErasedEvents } from '../kernel/event.ts'
import type { Sql } from '../platform/db/store.ts'
import { notePruned } from './store-chunks.ts'

/** Events about a message. */
export function findEventsOf(sql: Sql, { instanceId, messageId, orderKeys, types }: ErasedEvents) {
  let found = sql
    .selectFrom('event')
    .select(['seq', 'type'])
    .where('instance_id', '=', instanceId)
    .where('message_id', '=', messageId)
  if (orderKeys) found = found.where('order_key', 'in', [...orderKeys])
  if (types) found = found.where('type', 'in', [...types])
  return found.orderBy('seq').execute()
}

/** Read one at a time: an event may hold a quarter of a megabyte. */
export async function findPayload(sql: Sql, seq: number): Promise<string> {
  const { data } = await sql.selectFrom('event').select('data').where('seq', '=', seq).executeTakeFirstOrThrow()
  return data
}

export async function keepPayload(sql: Sql, seq: number, data: string): Promise<void> {
  await sql.updateTable('event').set({ data }).where('seq', '=', seq).execute()
}

/** Takes the name of their chat from events and their deliveries. */
export async function dropOrder(sql: Sql, seqs: readonly number[]): Promise<void> {
  await sql
    .updateTable('event')
    .set({ order_key: null })
    .where('seq', 'in', [...seqs])
    .execute()
  await sql
    .updateTable('delivery')
    .set({ order_key: null })
    .where('event_seq', 'in', [...seqs])
    .execute()
}

/** Ids of the deliveries of these events. */
export async function findDeliveriesOf(sql: Sql, seqs: readonly number[]): Promise<string[]> {
  const rows = await sql
    .selectFrom('delivery')
    .select('id')
    .where('event_seq', 'in', [...seqs])
    .execute()
  return rows.map(({ id }) => id)
}

/** Cancels what waits to be delivered of these events. */
export async function cancelEvents(sql: Sql, seqs: readonly number[], now: number): Promise<void> {
  await sql
    .updateTable('delivery')
    .set({ state: 'cancelled', finished_at: now })
    .where('event_seq', 'in', [...seqs])
    .where('state', '=', raw.lit<'pending'>('pending'))
    .execute()
}

/**
 * Looks at the next `limit` deliveries of an instance behind `after`, an id, and deletes those that ended before a time,
 * with their log. `last`: where the next step goes on; null at the end.
 */
export async function pruneDeliveries(
  sql: Sql,
  instanceId: string,
  firstKept: { id: string; at: number },
  after: string,
  limit: number,
): Promise<{ count: number; last: string | null }> {
  const old = await sql
    .selectFrom('delivery')
    .select(['id', 'finished_at'])
    .where('instance_id', '=', instanceId)
    .where('id', '>', after)
    .where('id', '<', firstKept.id)
    .orderBy('id')
    .limit(limit)
    .execute()
  // What waits has not finished.
  const over = old.filter(({ finished_at: at }) => at !== null && at < firstKept.at).map(({ id }) => id)
  if (over.length > 0) await sql.deleteFrom('delivery').where('id', 'in', over).execute()
  return { count: over.length, last: old.length < limit ? null : (old.at(-1)?.id ?? null) }
}

/**
 * Looks at the next `limit` events behind `after`, a sequence, and deletes those older than a time that no delivery names
 * any more; never the newest of all, for sequences go on from it. `last`: where the next step goes on; null at the end.
 */
export async function pruneEvents(
  sql: Sql,
  before: number,
  after: number,
  limit: number,
): Promise<{ count: number; last: number | null }> {
  const newest = await sql.selectFrom('event').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst()
  const next = await sql
    .selectFrom('event')
    .select(['seq', 'at'])
    .where('seq', '>', after)
    .where('seq', '<', newest?.seq ?? 0)
    .orderBy('seq')
    .limit(limit)
    .execute()
  // In their order, and not by time: a clock that was set back leaves some a while longer.
  const firstKept = next.findIndex(({ at }) => at >= before)
  const old = (firstKept === -1 ? next : next.slice(0, firstKept)).map(({ seq }) => seq)
  if (old.length === 0) return { count: 0, last: null }
  const named = await sql.selectFrom('delivery').select('event_seq').distinct().where('event_seq', 'in', old).execute()
  const needed = new Set(named.map(({ event_seq: seq }) => seq))
  const seqs = old.filter((seq) => !needed.has(seq))
  if (seqs.length > 0) await sql.deleteFrom('event').where('seq', 'in', seqs).execute()
  await notePruned(sql, seqs.at(-1) ?? 0)
  return { count: seqs.length, last: old.length < limit ? null : (old.at(-1) ?? null) }
}

import { sql as raw } from 'kysely'
import type { ErasedEvents } from '../kernel/event.ts'
import type { Sql } from '../platform/db/store.ts'

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

/** Cancels what waits to be delivered of these events. */
export async function cancelEvents(sql: Sql, seqs: readonly number[], now: number): Promise<void> {
  await sql
    .updateTable('delivery')
    .set({ state: 'cancelled', finished_at: now })
    .where('event_seq', 'in', [...seqs])
    .where('state', '=', raw.lit<'pending'>('pending'))
    .execute()
}

/** Deletes deliveries of an instance that ended before a time, the oldest first; how many. */
export async function pruneDeliveries(
  sql: Sql,
  instanceId: string,
  firstKept: { id: string; at: number },
  limit: number,
): Promise<number> {
  const old = await sql
    .selectFrom('delivery')
    .select('id')
    .where('instance_id', '=', instanceId)
    .where('id', '<', firstKept.id)
    // What waits has not finished.
    .where('finished_at', '<', firstKept.at)
    .orderBy('id')
    .limit(limit)
    .execute()
  const ids = old.map(({ id }) => id)
  if (ids.length > 0) await sql.deleteFrom('delivery').where('id', 'in', ids).execute()
  return ids.length
}

/**
 * Deletes events older than a time that no delivery names any more, but never the newest of all: sequences go on from
 * it. The oldest first; how many.
 */
export async function pruneEvents(sql: Sql, before: number, limit: number): Promise<number> {
  const newest = await sql.selectFrom('event').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst()
  if (!newest) return 0
  // In their order, and not by time: a clock that was set back leaves some a while longer.
  const oldest = await sql
    .selectFrom('event')
    .select(['seq', 'at'])
    .where('seq', '<', newest.seq)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('delivery').select('id').whereRef('event_seq', '=', 'event.seq'))),
    )
    .orderBy('seq')
    .limit(limit)
    .execute()
  const seqs = oldest.filter(({ at }) => at < before).map(({ seq }) => seq)
  if (seqs.length > 0) await sql.deleteFrom('event').where('seq', 'in', seqs).execute()
  return seqs.length
}

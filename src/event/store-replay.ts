import { sql as raw } from 'kysely'
import type { Sql } from '../platform/db/store.ts'
import type { Delivery } from './store-deliveries.ts'
import { inState } from './store-list.ts'

/** Part of a webhook's deliveries, in the order of their events; neither end belongs to it. */
export interface Stretch {
  webhookId: string
  states: readonly Delivery['state'][]
  after: string
  before: string
  limit: number
}

/** The next deliveries of a stretch. `last`: where the next step goes on; null at the end. */
export async function findStretch(sql: Sql, stretch: Stretch): Promise<{ ids: string[]; last: string | null }> {
  const { states, limit } = stretch
  if (states.includes('delivered')) return lookThrough(sql, stretch)
  const found = await Promise.all(states.map((state) => inState(part(sql, stretch), state).execute()))
  const ids = found.flatMap((rows) => rows.map(({ id }) => id)).sort()
  const next = ids.slice(0, limit)
  return { ids: next, last: ids.length < limit ? null : (next.at(-1) ?? null) }
}

/** Nearly all are delivered: the others among them are passed over, a few in each step. */
async function lookThrough(sql: Sql, stretch: Stretch) {
  const rows = await part(sql, stretch).select('state').execute()
  const ids = rows.filter(({ state }) => stretch.states.includes(state)).map(({ id }) => id)
  return { ids, last: rows.length < stretch.limit ? null : (rows.at(-1)?.id ?? null) }
}

function part(sql: Sql, { webhookId, after, before, limit }: Stretch) {
  return sql
    .selectFrom('delivery')
    .select('delivery.id')
    .where('webhook_id', '=', webhookId)
    .where('delivery.id', '>', after)
    .where('delivery.id', '<', before)
    .orderBy('delivery.id')
    .limit(limit)
}

/** Those of these deliveries that the instance has, and whether their webhooks are switched on. */
export function findNamed(sql: Sql, instanceId: string, ids: readonly string[]) {
  return sql
    .selectFrom('delivery')
    .innerJoin('webhook', 'webhook.id', 'delivery.webhook_id')
    .select(['delivery.id', 'webhook_id as webhookId', 'webhook.enabled'])
    .where('delivery.id', 'in', [...ids])
    .where('delivery.instance_id', '=', instanceId)
    .execute()
}

/**
 * Puts deliveries back into their queues, as if they had never been tried; how many. Those that wait are due since they
 * were made, so that none of their chat that was not replayed comes before them. Those stay out whose event is no longer
 * kept, whose webhook is switched off, that were tests, or that left the given states meanwhile.
 */
export async function queueAgain(
  sql: Sql,
  ids: readonly string[],
  states: readonly Delivery['state'][],
  now: number,
): Promise<number> {
  const { numUpdatedRows } = await sql
    .updateTable('delivery')
    .set({
      state: 'pending',
      attempts: 0,
      next_attempt_at: raw<number>`case when state = 'pending' then created_at else ${raw.lit(now)} end`,
      finished_at: null,
    })
    .where('id', 'in', [...ids])
    .where('state', 'in', [...states])
    .where('event_type', '<>', 'webhook.test')
    .where(raw<boolean>`exists (select 1 from event where event.seq = delivery.event_seq)`)
    .where(raw<boolean>`exists (select 1 from webhook where webhook.id = delivery.webhook_id and webhook.enabled = 1)`)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

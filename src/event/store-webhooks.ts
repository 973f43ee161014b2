import { sql as raw } from 'kysely'
import type { Sql } from '../platform/db/store.ts'
import type { Configured } from './store.ts'

const PENDING = raw.lit<'pending'>('pending')

/** A webhook that is switched on and not paused; null when there is none such. */
export async function findUnpaused(sql: Sql, id: string) {
  const row = await sql
    .selectFrom('webhook')
    .select(['instance_id', 'label', 'failing_since'])
    .where('id', '=', id)
    .where('enabled', '=', 1)
    .where('paused_at', 'is', null)
    .executeTakeFirst()
  return row ?? null
}

/** Whether a webhook is configured as it was when it was called. */
export async function isAsCalled(sql: Sql, id: string, called: Configured | null): Promise<boolean> {
  const row = await sql.selectFrom('webhook').select(['url', 'updated_at']).where('id', '=', id).executeTakeFirst()
  return row?.url === called?.url && row?.updated_at === called?.updated_at
}

/** The ids of webhooks that are paused. */
export async function findPaused(sql: Sql): Promise<string[]> {
  const rows = await sql.selectFrom('webhook').select('id').where('paused_at', 'is not', null).execute()
  return rows.map(({ id }) => id)
}

/** Those of these webhooks that are there. */
export async function findKept(sql: Sql, ids: readonly string[]): Promise<string[]> {
  const rows = await sql
    .selectFrom('webhook')
    .select('id')
    .where('id', 'in', [...ids])
    .execute()
  return rows.map(({ id }) => id)
}

/** Keeps that a webhook does not fail any more; a webhook that did not is not written. */
export async function endFailing(sql: Sql, id: string): Promise<void> {
  await sql
    .updateTable('webhook')
    .set({ failing_since: null })
    .where('id', '=', id)
    .where('failing_since', 'is not', null)
    .execute()
}

/** Makes everything due that waits for a webhook, in the order in which it happened. */
export async function hastenPending(sql: Sql, webhookId: string): Promise<void> {
  await sql
    .updateTable('delivery')
    .set(({ ref }) => ({ next_attempt_at: ref('created_at') }))
    .where('webhook_id', '=', webhookId)
    .where('state', '=', PENDING)
    .where('attempts', '>', 0)
    .execute()
}

/** Gives up deliveries that wait for a paused webhook and have been due since before a time; how many. */
export async function giveUpPaused(
  sql: Sql,
  webhookId: string,
  { before, now, limit }: { before: number; now: number; limit: number },
): Promise<number> {
  const old = await sql
    .selectFrom('delivery')
    .innerJoin('webhook', 'webhook.id', 'delivery.webhook_id')
    .select('delivery.id')
    .where('webhook_id', '=', webhookId)
    .where('paused_at', 'is not', null)
    .where('state', '=', PENDING)
    .where('next_attempt_at', '<', before)
    .limit(limit)
    .execute()
  const ids = old.map(({ id }) => id)
  if (ids.length === 0) return 0
  await sql.updateTable('delivery').set({ state: 'dead', finished_at: now }).where('id', 'in', ids).execute()
  return ids.length
}

/** Writes a webhook as it is: whether the store can be written. */
export async function touchWebhook(sql: Sql, id: string): Promise<void> {
  await sql
    .updateTable('webhook')
    .set(({ ref }) => ({ updated_at: ref('updated_at') }))
    .where('id', '=', id)
    .execute()
}

/** Erases secrets that sign no more; how many. */
export async function forgetSecrets(sql: Sql, now: number): Promise<number> {
  const { numUpdatedRows } = await sql
    .updateTable('webhook')
    .set({ sealed_previous_secret: null, previous_secret_until: null })
    .where('previous_secret_until', '<=', now)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

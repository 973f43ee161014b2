import type { Insertable, Selectable, Updateable } from 'kysely'
import { prepared } from '../platform/db/prepared.ts'
import { type LookUp, recall } from '../platform/db/remember/look-up.ts'
import type { EventTable, WebhookTable, WebsocketTable } from '../platform/db/schema-events.ts'
import type { Sql } from '../platform/db/store.ts'
import { findPruned } from './store-chunks.ts'

export type Webhook = Selectable<WebhookTable>
/** What tells whether a webhook was configured anew. */
export type Configured = Pick<Webhook, 'url' | 'updated_at'>
export type Websocket = Selectable<WebsocketTable>

const keep = prepared((sql, given: { event: Insertable<EventTable> }) => sql.insertInto('event').values(given.event))

export async function insertEvent(sql: Sql, event: Insertable<EventTable>): Promise<void> {
  await keep.run(sql, { event })
}

/** The highest sequence that was ever given, as far as rows still tell; 0 in an empty store. */
export async function findLastSequence(sql: Sql): Promise<number> {
  const event = await sql.selectFrom('event').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst()
  const delivery = await sql
    .selectFrom('delivery')
    .select('event_seq')
    .orderBy('event_seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return Math.max(event?.seq ?? 0, delivery?.event_seq ?? 0, await findPruned(sql))
}

export async function findEventById(sql: Sql, id: string): Promise<Selectable<EventTable> | null> {
  return (await sql.selectFrom('event').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** All that an event needs to know of a webhook that is switched on. */
export type Enabled = Pick<Webhook, 'id' | 'label' | 'events'>

const ENABLED: LookUp<readonly Enabled[]> = {
  tables: ['webhook'],
  find: (sql, instanceId) =>
    sql
      .selectFrom('webhook')
      .select(['id', 'label', 'events'])
      .where('instance_id', '=', instanceId)
      .where('enabled', '=', 1)
      .execute(),
}

/** The webhooks of an instance that are switched on. */
export async function findEnabled(sql: Sql, instanceId: string): Promise<readonly Enabled[]> {
  return (await recall(sql, ENABLED, instanceId)) ?? []
}

/** The webhooks of an instance, by label. */
export function findWebhooks(sql: Sql, instanceId: string): Promise<Webhook[]> {
  return sql.selectFrom('webhook').selectAll().where('instance_id', '=', instanceId).orderBy('label').execute()
}

export async function findWebhook(sql: Sql, instanceId: string, label: string): Promise<Webhook | null> {
  const row = await sql
    .selectFrom('webhook')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('label', '=', label)
    .executeTakeFirst()
  return row ?? null
}

/** Webhooks with this label, and WebSockets, of many instances: what a list shows. */
export async function findSetups(sql: Sql, instanceIds: readonly string[], label: string) {
  if (instanceIds.length === 0) return { webhooks: [], websockets: [] }
  const webhooks = await sql
    .selectFrom('webhook')
    .selectAll()
    .where('instance_id', 'in', [...instanceIds])
    .where('label', '=', label)
    .execute()
  const websockets = await sql
    .selectFrom('websocket')
    .selectAll()
    .where('instance_id', 'in', [...instanceIds])
    .execute()
  return { webhooks, websockets }
}

export async function insertWebhook(sql: Sql, webhook: Webhook): Promise<void> {
  await sql.insertInto('webhook').values(webhook).execute()
}

export async function updateWebhook(sql: Sql, id: string, change: Updateable<WebhookTable>): Promise<void> {
  await sql.updateTable('webhook').set(change).where('id', '=', id).execute()
}

export async function findWebsocket(sql: Sql, instanceId: string): Promise<Websocket | null> {
  const row = await sql.selectFrom('websocket').selectAll().where('instance_id', '=', instanceId).executeTakeFirst()
  return row ?? null
}

export async function keepWebsocket(sql: Sql, websocket: Websocket): Promise<void> {
  const { instance_id: _, ...change } = websocket
  await sql
    .insertInto('websocket')
    .values(websocket)
    .onConflict((conflict) => conflict.column('instance_id').doUpdateSet(change))
    .execute()
}

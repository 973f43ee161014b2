import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Step } from './migration.ts'

// Nearly all are delivered, and what is asked for is the others.
const NOT_DELIVERED = sql<SqlBool>`state <> 'delivered'`

/**
 * What waits of one chat is found in its order, however much of other chats waits before it. `event_seq > 0` is always so:
 * it keeps the engines from using this index where a chat's few failed ones are looked for, which would walk all of it.
 */
const WAITING = sql<SqlBool>`state = 'pending' and event_seq > 0`

/** What deliveries are looked through by, the finished ones in the order of their ids. */
const INDEXES: [name: string, columns: string[], condition?: RawBuilder<SqlBool>][] = [
  ['delivery_by_webhook', ['webhook_id', 'id']],
  ['delivery_by_webhook_state', ['webhook_id', 'state', 'id'], NOT_DELIVERED],
  ['delivery_by_state', ['instance_id', 'state', 'id'], NOT_DELIVERED],
  ['delivery_by_event', ['instance_id', 'event_type', 'id']],
  ['delivery_by_message', ['instance_id', 'message_id', 'id'], sql<SqlBool>`message_id is not null`],
  ['delivery_by_chat', ['webhook_id', 'order_key', 'event_seq'], WAITING],
]

/** Every attempt of a delivery, the secret that still signs beside the new one, and webhooks that only fail. */
export const deliveries: Step = async (database, words) => {
  const column = (name: 'text' | 'integer' | 'bytes') => sql.raw(words[name])
  const webhook = () => database.schema.alterTable('webhook')
  await webhook().addColumn('sealed_previous_secret', column('bytes')).execute()
  await webhook().addColumn('previous_secret_until', column('integer')).execute()
  await webhook().addColumn('failing_since', column('integer')).execute()
  await webhook().addColumn('paused_at', column('integer')).execute()
  await database.schema
    .createTable('attempt')
    .addColumn('delivery_id', column('text'), (definition) => definition.notNull())
    .addColumn('number', column('integer'), (definition) => definition.notNull())
    .addColumn('at', column('integer'), (definition) => definition.notNull())
    .addColumn('took_ms', column('integer'), (definition) => definition.notNull())
    .addColumn('status', column('integer'))
    .addColumn('error', column('text'))
    .addColumn('response', column('text'))
    .addPrimaryKeyConstraint('attempt_key', ['delivery_id', 'number'])
    .addForeignKeyConstraint('attempt_of_delivery', ['delivery_id'], 'delivery', ['id'], (key) =>
      key.onDelete('cascade'),
    )
    .modifyEnd(sql.raw(words.tableEnd))
    .execute()
  for (const [name, columns, condition] of INDEXES) {
    const index = database.schema.createIndex(name).on('delivery').columns(columns)
    await (condition ? index.where(condition) : index).execute()
  }
}

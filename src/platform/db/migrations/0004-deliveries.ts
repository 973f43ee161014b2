import { sql } from 'kysely'
import type { Step } from './migration.ts'

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
}

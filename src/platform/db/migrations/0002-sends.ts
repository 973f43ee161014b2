import { type SqlBool, sql } from 'kysely'
import type { Step } from './migration.ts'

/** States of a form whose time can still run out: it begins when the form goes out. */
const OPEN = sql<SqlBool>`expires_at is not null
  and state in ('sending', 'unknown', 'sent', 'delivered', 'read')`

/** Sends that wait for their time, calls that must send once, forms whose time runs out. */
export const sends: Step = async (database, words) => {
  const column = (name: 'text' | 'integer') => sql.raw(words[name])
  await database.schema.alterTable('message').addColumn('due_at', column('integer')).execute()
  await database.schema
    .createIndex('message_by_due_at')
    .on('message')
    .columns(['due_at'])
    .where(sql<SqlBool>`state = 'queued'`)
    .execute()
  await database.schema
    .createTable('idempotency')
    .addColumn('instance_id', column('text'), (definition) => definition.notNull())
    .addColumn('route', column('text'), (definition) => definition.notNull())
    .addColumn('key', column('text'), (definition) => definition.notNull())
    .addColumn('body_hash', column('text'), (definition) => definition.notNull())
    .addColumn('message', column('text'), (definition) => definition.notNull())
    .addColumn('answer', column('text'))
    .addColumn('created_at', column('integer'), (definition) => definition.notNull())
    .addPrimaryKeyConstraint('idempotency_key', ['instance_id', 'route', 'key'])
    .addForeignKeyConstraint('idempotency_of_instance', ['instance_id'], 'instance', ['id'], (key) =>
      key.onDelete('cascade'),
    )
    .modifyEnd(sql.raw(words.tableEnd))
    .execute()
  await database.schema.createIndex('idempotency_by_created_at').on('idempotency').columns(['created_at']).execute()
  await database.schema.dropIndex('form_by_expires_at').execute()
  await database.schema.createIndex('form_by_due').on('form').columns(['expires_at']).where(OPEN).execute()
}

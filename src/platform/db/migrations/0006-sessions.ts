import { sql } from 'kysely'
import type { Step } from './migration.ts'

/** Who is signed in to the console. */
export const sessions: Step = async (database, words) => {
  const column = (name: 'text' | 'integer' | 'bytes') => sql.raw(words[name])
  await database.schema
    .createTable('session')
    .addColumn('hash', column('text'), (definition) => definition.notNull())
    .addColumn('token_hash', column('text'), (definition) => definition.notNull())
    .addColumn('account_id', column('text'), (definition) => definition.notNull())
    .addColumn('instance_id', column('text'))
    .addColumn('created_at', column('integer'), (definition) => definition.notNull())
    .addColumn('used_at', column('integer'), (definition) => definition.notNull())
    .addPrimaryKeyConstraint('session_key', ['hash'])
    .addForeignKeyConstraint('session_of_account', ['account_id'], 'account', ['id'], (key) => key.onDelete('cascade'))
    .addForeignKeyConstraint('session_of_instance', ['instance_id'], 'instance', ['id'], (key) =>
      key.onDelete('cascade'),
    )
    .modifyEnd(sql.raw(words.tableEnd))
    .execute()
  for (const name of ['token_hash', 'account_id', 'instance_id']) {
    await database.schema.createIndex(`session_by_${name}`).on('session').column(name).execute()
  }
}

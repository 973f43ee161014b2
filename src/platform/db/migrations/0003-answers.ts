import { type CreateTableBuilder, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ColumnWords } from '../engine.ts'
import type { Step } from './migration.ts'

const UNMATCHED = sql<SqlBool>`form_id is null`
const KEPT = sql<SqlBool>`erased = 0`
/** Of somebody who is not the addressee, as far as was known then. */
const STRANGE = sql<SqlBool>`form_id is null and reason = 'wrong_sender'`

/**
 * What lists look for, each behind the instance. Partial ones hold only the rows that their query asks for, so that
 * they cost the others nothing.
 */
const INDEXES: [name: string, table: string, columns: string[], condition?: RawBuilder<SqlBool>][] = [
  ['form_by_token', 'form', ['flow_token', 'created_at', 'id']],
  ['form_by_state', 'form', ['state', 'created_at', 'id']],
  ['form_by_type', 'form', ['form_type', 'created_at', 'id']],
  ['form_by_name', 'form', ['form_name', 'created_at', 'id'], sql<SqlBool>`form_name is not null`],
  ['form_by_source', 'form', ['source', 'created_at', 'id']],
  ['form_by_number', 'form', ['number', 'created_at', 'id']],
  ['form_by_chat_jid', 'form', ['chat_jid', 'flow_token']],
  ['form_by_chat_lid', 'form', ['chat_lid', 'flow_token']],
  ['answer_by_name', 'answer', ['name_key'], sql<SqlBool>`name_key is not null`],
  ['answer_by_email', 'answer', ['email_key'], sql<SqlBool>`email_key is not null`],
  ['answer_by_document', 'answer', ['document_key'], sql<SqlBool>`document_key is not null`],
  ['answer_by_from_jid', 'answer', ['from_jid']],
  ['answer_by_from_lid', 'answer', ['from_lid']],
  ['answer_kept', 'answer', ['id'], KEPT],
  ['answer_unmatched', 'answer', ['id'], UNMATCHED],
  ['answer_unmatched_by_token', 'answer', ['flow_token', 'id'], UNMATCHED],
  ['answer_unmatched_by_quote', 'answer', ['quoted_message_id', 'id'], UNMATCHED],
  ['answer_strange_by_jid', 'answer', ['from_jid', 'id'], STRANGE],
  ['answer_strange_by_lid', 'answer', ['from_lid', 'id'], STRANGE],
  ['message_kept', 'message', ['id'], sql<SqlBool>`raw is not null`],
  ['message_by_quote', 'message', ['quoted_message_id'], sql<SqlBool>`quoted_message_id is not null`],
  ['message_by_member_jid', 'message', ['sender_jid'], sql<SqlBool>`chat_type = 'group'`],
  ['message_by_member_lid', 'message', ['sender_lid'], sql<SqlBool>`chat_type = 'group'`],
  ['event_by_message', 'event', ['message_id']],
]

const REPLACED = [
  'form_by_instance_id_flow_token_created_at',
  'form_by_instance_id_flow_token_chat_jid',
  'form_by_instance_id_flow_token_chat_lid',
  'answer_by_instance_id_form_id_at',
  'answer_by_form_id_at',
]

/** Answers that are found, counted and erased. */
export const answers: Step = async (database, words) => {
  for (const name of ['name_key', 'email_key', 'document_key']) {
    await database.schema.alterTable('answer').addColumn(name, sql.raw(words.text)).execute()
  }
  await createCounts(database, words)
  await createColumns(database, words)
  for (const replaced of REPLACED) await database.schema.dropIndex(replaced).execute()
  // Only what has a form: else SQLite takes it for those that have none.
  await database.schema
    .createIndex('answer_by_form')
    .on('answer')
    .columns(['form_id', 'at', 'id'])
    .where(sql<SqlBool>`form_id is not null`)
    .execute()
  for (const [name, table, columns, condition] of INDEXES) {
    const index = database.schema
      .createIndex(name)
      .on(table)
      .columns(['instance_id', ...columns])
    await (condition ? index.where(condition) : index).execute()
  }
}

/** How many forms of an hour, by what statistics are asked for. */
async function createCounts(database: Kysely<unknown>, words: ColumnWords): Promise<void> {
  const key = ['instance_id', 'hour', 'source', 'form_type', 'form_name', 'measure']
  let table: CreateTableBuilder<string, string> = database.schema.createTable('form_count')
  for (const name of key) {
    table = table.addColumn(name, sql.raw(name === 'hour' ? words.integer : words.text), (column) => column.notNull())
  }
  await table
    .addColumn('n', sql.raw(words.integer), (column) => column.notNull())
    .addPrimaryKeyConstraint('form_count_key', key)
    .addForeignKeyConstraint('form_count_of_instance', ['instance_id'], 'instance', ['id'], (constraint) =>
      constraint.onDelete('cascade'),
    )
    .modifyEnd(sql.raw(words.tableEnd))
    .execute()
}

/** The columns of an export beside those that every form has. */
async function createColumns(database: Kysely<unknown>, words: ColumnWords): Promise<void> {
  await database.schema
    .createTable('form_column')
    .addColumn('instance_id', sql.raw(words.text), (column) => column.notNull())
    .addColumn('kind', sql.raw(words.text), (column) => column.notNull())
    .addColumn('name', sql.raw(words.text), (column) => column.notNull())
    .addColumn('uses', sql.raw(words.integer), (column) => column.notNull())
    .addColumn('first_at', sql.raw(words.integer), (column) => column.notNull())
    .addPrimaryKeyConstraint('form_column_key', ['instance_id', 'kind', 'name'])
    .addForeignKeyConstraint('form_column_of_instance', ['instance_id'], 'instance', ['id'], (constraint) =>
      constraint.onDelete('cascade'),
    )
    .modifyEnd(sql.raw(words.tableEnd))
    .execute()
}

import { type CreateTableBuilder, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ColumnWords } from '../engine.ts'
import type { Step } from './migration.ts'

/** How a column is written: `text`, `integer` or `bytes`; a `?` behind it allows null. */
type Column = 'text' | 'text?' | 'integer' | 'integer?' | 'bytes' | 'bytes?'

interface Table {
  columns: Record<string, Column>
  key: string[]
  unique?: string[][]
  /** Columns that name a row of another table and go with it. */
  belongsTo?: Record<string, string>
  defaults?: Record<string, number>
}

const ofInstance = { instance_id: 'instance' }

/** In the order in which they can be made: what is named stands before what names it. */
const TABLES: Record<string, Table> = {
  setting: { columns: { key: 'text', value: 'text' }, key: ['key'] },
  account: {
    columns: { id: 'text', name: 'text', token_hash: 'text', created_at: 'integer' },
    key: ['id'],
    unique: [['token_hash']],
  },
  instance: {
    columns: {
      id: 'text',
      account_id: 'text',
      name: 'text',
      token_hash: 'text',
      sealed_token: 'bytes',
      state: 'text',
      linked: 'integer',
      number_jid: 'text?',
      number_lid: 'text?',
      profile_name: 'text?',
      settings: 'text',
      created_at: 'integer',
      updated_at: 'integer',
    },
    key: ['id'],
    unique: [['account_id', 'name'], ['token_hash']],
    belongsTo: { account_id: 'account' },
  },
  credential: {
    columns: { instance_id: 'text', sealed: 'bytes' },
    key: ['instance_id'],
    belongsTo: ofInstance,
  },
  signal_key: {
    columns: { instance_id: 'text', kind: 'text', id: 'text', sealed: 'bytes' },
    key: ['instance_id', 'kind', 'id'],
    belongsTo: ofInstance,
  },
  inbox: {
    columns: { instance_id: 'text', seq: 'integer', sealed: 'bytes' },
    key: ['instance_id', 'seq'],
    belongsTo: ofInstance,
  },
  recipient: {
    columns: { instance_id: 'text', digits: 'text', jid: 'text', lid: 'text?', asked_at: 'integer' },
    key: ['instance_id', 'digits'],
    belongsTo: ofInstance,
  },
  message: {
    columns: {
      id: 'text',
      instance_id: 'text',
      chat_key: 'text',
      message_id: 'text',
      direction: 'text',
      type: 'text',
      content: 'text',
      chat_jid: 'text?',
      chat_lid: 'text?',
      chat_name: 'text?',
      chat_type: 'text',
      sender_jid: 'text?',
      sender_lid: 'text?',
      sender_name: 'text?',
      quoted_message_id: 'text?',
      source: 'text',
      state: 'text',
      failure_code: 'text?',
      failure_message: 'text?',
      raw: 'bytes?',
      at: 'integer',
      created_at: 'integer',
      sent_at: 'integer?',
      delivered_at: 'integer?',
      read_at: 'integer?',
      failed_at: 'integer?',
    },
    key: ['id'],
    unique: [['instance_id', 'chat_key', 'message_id']],
    belongsTo: ofInstance,
  },
  form: {
    columns: {
      id: 'text',
      instance_id: 'text',
      message_id: 'text',
      flow_token: 'text?',
      form_type: 'text',
      form_name: 'text?',
      state: 'text',
      late: 'integer',
      failure_code: 'text?',
      failure_message: 'text?',
      number: 'text',
      chat_jid: 'text?',
      chat_lid: 'text?',
      chat_type: 'text',
      message: 'text',
      button_label: 'text?',
      source: 'text',
      fields: 'text',
      custom_fields: 'text',
      params: 'text',
      reply_text: 'text?',
      created_at: 'integer',
      sent_at: 'integer?',
      delivered_at: 'integer?',
      read_at: 'integer?',
      answered_at: 'integer?',
      failed_at: 'integer?',
      expires_at: 'integer?',
      answer_count: 'integer',
      latest_answer_id: 'text?',
    },
    key: ['id'],
    belongsTo: ofInstance,
  },
  answer: {
    columns: {
      id: 'text',
      instance_id: 'text',
      form_id: 'text?',
      chat_key: 'text',
      message_id: 'text',
      revision: 'integer',
      at: 'integer',
      from_jid: 'text?',
      from_lid: 'text?',
      from_name: 'text?',
      matched_by: 'text?',
      late: 'integer',
      answers: 'text?',
      raw: 'text',
      reason: 'text?',
      quoted_message_id: 'text?',
      flow_token: 'text?',
      erased: 'integer',
    },
    key: ['id'],
    unique: [['instance_id', 'chat_key', 'message_id']],
    belongsTo: ofInstance,
  },
  event: {
    columns: {
      seq: 'integer',
      id: 'text',
      instance_id: 'text',
      type: 'text',
      at: 'integer',
      data: 'text',
      order_key: 'text?',
      message_id: 'text?',
    },
    key: ['seq'],
    unique: [['id']],
    belongsTo: ofInstance,
  },
  webhook: {
    columns: {
      id: 'text',
      instance_id: 'text',
      label: 'text',
      enabled: 'integer',
      url: 'text',
      sealed_authorization: 'bytes?',
      by_events: 'integer',
      events: 'text',
      media_base64: 'integer',
      sealed_secret: 'bytes',
      created_at: 'integer',
      updated_at: 'integer',
    },
    key: ['id'],
    unique: [['instance_id', 'label']],
    belongsTo: ofInstance,
  },
  websocket: {
    columns: { instance_id: 'text', enabled: 'integer', events: 'text', media_base64: 'integer' },
    key: ['instance_id'],
    belongsTo: ofInstance,
  },
  delivery: {
    columns: {
      id: 'text',
      instance_id: 'text',
      webhook_id: 'text',
      event_seq: 'integer',
      event_id: 'text',
      event_type: 'text',
      order_key: 'text?',
      message_id: 'text?',
      state: 'text',
      attempts: 'integer',
      next_attempt_at: 'integer',
      last_status: 'integer?',
      last_error: 'text?',
      created_at: 'integer',
      finished_at: 'integer?',
    },
    key: ['id'],
    belongsTo: { ...ofInstance, webhook_id: 'webhook' },
    defaults: { attempts: 0 },
  },
}

/** `[table, columns, condition]`: what the queries of the contract look for. */
const INDEXES: [table: string, columns: string[], condition?: RawBuilder<SqlBool>][] = [
  ['message', ['instance_id', 'message_id']],
  ['message', ['id'], sql<SqlBool>`state = 'sending'`],
  ['form', ['instance_id', 'flow_token', 'created_at']],
  ['form', ['instance_id', 'flow_token', 'chat_jid']],
  ['form', ['instance_id', 'flow_token', 'chat_lid']],
  ['form', ['instance_id', 'message_id']],
  ['form', ['instance_id', 'created_at', 'id']],
  ['form', ['expires_at'], sql<SqlBool>`expires_at is not null`],
  ['answer', ['form_id', 'at']],
  ['answer', ['instance_id', 'form_id', 'at']],
  ['event', ['instance_id', 'seq']],
  ['delivery', ['webhook_id', 'next_attempt_at', 'event_seq'], sql<SqlBool>`state = 'pending'`],
  ['delivery', ['webhook_id', 'order_key'], sql<SqlBool>`state = 'pending' and attempts > 0 and attempts < 3`],
  ['delivery', ['instance_id', 'id']],
  ['delivery', ['event_seq']],
]

/** The tables of the first release. */
export const first: Step = async (database, words) => {
  for (const [name, table] of Object.entries(TABLES)) await createTable(database, words, name, table)
  for (const [table, columns, condition] of INDEXES) {
    const index = database.schema
      .createIndex(`${table}_by_${columns.join('_')}`)
      .on(table)
      .columns(columns)
    await (condition ? index.where(condition) : index).execute()
  }
}

async function createTable(database: Kysely<unknown>, words: ColumnWords, name: string, table: Table): Promise<void> {
  let builder: CreateTableBuilder<string, string> = database.schema.createTable(name)
  for (const [column, spelling] of Object.entries(table.columns)) {
    const kind = spelling.replace('?', '') as 'text' | 'integer' | 'bytes'
    builder = builder.addColumn(column, sql.raw(words[kind]), (definition) => {
      const start = table.defaults?.[column]
      const filled = start === undefined ? definition : definition.defaultTo(start)
      return spelling.endsWith('?') ? filled : filled.notNull()
    })
  }
  builder = builder.addPrimaryKeyConstraint(`${name}_key`, table.key)
  for (const columns of table.unique ?? []) {
    builder = builder.addUniqueConstraint(`${name}_unique_${columns.join('_')}`, columns)
  }
  for (const [column, owner] of Object.entries(table.belongsTo ?? {})) {
    builder = builder.addForeignKeyConstraint(`${name}_of_${owner}`, [column], owner, ['id'], (key) =>
      key.onDelete('cascade'),
    )
  }
  await builder.modifyEnd(sql.raw(words.tableEnd)).execute()
}

import { sql as literal, type SqlBool } from 'kysely'
import type { Sql } from '../platform/db/store.ts'
import type { Message } from './store.ts'

/** A message without its bytes. */
export type BareMessage = Message & { raw: null }

const WITHOUT_RAW = [
  ...(['id', 'instance_id', 'chat_key', 'message_id', 'direction', 'type', 'content', 'chat_jid', 'chat_lid'] as const),
  ...(['chat_name', 'chat_type', 'sender_jid', 'sender_lid', 'sender_name', 'quoted_message_id', 'source'] as const),
  ...(['state', 'failure_code', 'failure_message', 'at', 'created_at', 'due_at', 'sent_at'] as const),
  ...(['delivered_at', 'read_at', 'failed_at'] as const),
]

/** Messages without their bytes, which a list of them has no room for. */
export function selectMessages(sql: Sql) {
  return sql.selectFrom('message').select([...WITHOUT_RAW, literal.lit(null).as('raw')])
}

/** Erases what a message says; the name of a group is not about anybody. */
export async function blankContent(
  sql: Sql,
  { instance_id, chat_key, message_id }: Pick<Message, 'instance_id' | 'chat_key' | 'message_id'>,
): Promise<void> {
  await sql
    .updateTable('message')
    .set(({ eb }) => ({
      content: '',
      raw: null,
      sender_name: null,
      chat_name: eb.case().when('chat_type', '=', 'group').then(eb.ref('chat_name')).else(null).end(),
    }))
    .where('instance_id', '=', instance_id)
    .where('chat_key', '=', chat_key)
    .where('message_id', '=', message_id)
    .execute()
}

/** As much of a message that quotes another as erasing the quote needs. */
export type Quoting = Pick<Message, 'id' | 'message_id' | 'state'>

/**
 * At most `limit` messages that quote this one and still have its copy in their bytes. In any chat: a person's chat may
 * be known by two addresses, and a message of a group may be answered in private.
 */
export function findQuoting(sql: Sql, instanceId: string, messageId: string, limit: number): Promise<Quoting[]> {
  return sql
    .selectFrom('message')
    .select(['id', 'message_id', 'state'])
    .where('instance_id', '=', instanceId)
    .where('quoted_message_id', '=', messageId)
    .where(HAS_BYTES)
    .limit(limit)
    .execute()
}

/** Takes the bytes of messages. They are empty then, not null, by which retention knows what it still has to erase. */
export async function dropBytes(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql
    .updateTable('message')
    .set({ raw: new Uint8Array() })
    .where('id', 'in', [...ids])
    .execute()
}

// Both engines know the length without reading the bytes.
const HAS_BYTES = literal<SqlBool>`octet_length(raw) > 0`

// A literal, not a parameter: only then SQLite takes the index over just these.
const IS_KEPT = literal<SqlBool>`raw is not null`

/** Messages that were kept before `before`, an id, and still say something; those under way are left alone. */
export function findExpired(sql: Sql, instanceId: string, before: string, limit: number) {
  return sql
    .selectFrom('message')
    .select(['instance_id', 'chat_key', 'message_id'])
    .where('instance_id', '=', instanceId)
    .where(IS_KEPT)
    .where('id', '<', before)
    .where('state', 'not in', ['queued', 'sending'])
    .orderBy('id')
    .limit(limit)
    .execute()
}

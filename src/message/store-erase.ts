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

/**
 * Takes the bytes of all messages that quote this one, for the quoted message stands in them, and says which they are.
 * In any chat: a person's chat may be known by two addresses, and a message of a group may be answered in private. What
 * stays is empty rather than null, by which retention knows rows that it still has to erase.
 */
export async function findQuoting(sql: Sql, instanceId: string, messageId: string): Promise<BareMessage[]> {
  await sql
    .updateTable('message')
    .set({ raw: new Uint8Array() })
    .where('instance_id', '=', instanceId)
    .where('quoted_message_id', '=', messageId)
    .where('raw', 'is not', null)
    .execute()
  return selectMessages(sql)
    .where('instance_id', '=', instanceId)
    .where('quoted_message_id', '=', messageId)
    .orderBy('id')
    .execute()
}

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

import { type Insertable, sql as literal, type Selectable, type SqlBool, type Updateable } from 'kysely'
import { findInstance } from '../instance/index.ts'
import type { SendState } from '../kernel/send-state.ts'
import { prepared } from '../platform/db/prepared.ts'
import type { MessageTable } from '../platform/db/schema.ts'
import type { Sql } from '../platform/db/store.ts'

export type Message = Selectable<MessageTable>

const MOST_COPIES = 20

/** What stands in front of our id of a message, in place of the chat of an erased person. */
export const ERASED_CHAT = 'erased:'
const ERASED_CHAT_END = 'erased;'

const keep = prepared((sql, given: { message: Insertable<MessageTable> }) =>
  sql
    .insertInto('message')
    .values(given.message)
    .onConflict((conflict) => conflict.columns(['instance_id', 'chat_key', 'message_id']).doNothing()),
)

/** Keeps a message. False when this instance has it already in that chat: WhatsApp delivers some of them twice. */
export async function insertMessage(sql: Sql, message: Insertable<MessageTable>): Promise<boolean> {
  return (await keep.run(sql, { message })) > 0
}

/**
 * Whether a private chat has a message with this id already, under either address: the second one of a person may be
 * learned between a message and its duplicate. Of a person who was erased the chat is not known any more, so an erased
 * message counts for every chat: else WhatsApp's second copy of it would bring back what was erased.
 */
export async function isKept(
  sql: Sql,
  instanceId: string,
  messageId: string,
  chat: { jid: string | null; lid: string | null },
): Promise<boolean> {
  const known = { jid: chat.jid ?? undefined, lid: chat.lid ?? undefined }
  return (await copyOf.first(sql, { instanceId, messageId, chat: known })) !== undefined
}

interface Known {
  jid: string | undefined
  lid: string | undefined
}

const copyOf = prepared((sql, given: { instanceId: string; messageId: string; chat: Known }) =>
  sql
    .selectFrom('message')
    .select('id')
    .where('instance_id', '=', given.instanceId)
    .where('message_id', '=', given.messageId)
    .where((where) =>
      where.or([
        ...(given.chat.jid === undefined ? [] : [where('chat_jid', '=', given.chat.jid)]),
        ...(given.chat.lid === undefined ? [] : [where('chat_lid', '=', given.chat.lid)]),
        where.and([where('chat_key', '>=', ERASED_CHAT), where('chat_key', '<', ERASED_CHAT_END)]),
      ]),
    )
    .limit(1),
)

/** Whether an instance was not deleted meanwhile. */
export async function isInstanceThere(sql: Sql, instanceId: string): Promise<boolean> {
  return (await findInstance(sql, instanceId)) !== null
}

/** A message by our own id of it. */
export async function findMessage(sql: Sql, id: string): Promise<Message | null> {
  return (await sql.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** Who wrote a message, and where. */
export type Author = Pick<Message, (typeof AUTHOR)[number]>

const AUTHOR = ['direction', 'chat_jid', 'chat_lid', 'chat_type', 'sender_jid', 'sender_lid'] as const

/** Who wrote a message, by the chat it stands in and WhatsApp's id of it. */
export async function findAuthor(
  sql: Sql,
  instanceId: string,
  chatKey: string,
  messageId: string,
): Promise<Author | null> {
  const author = await sql
    .selectFrom('message')
    .select(AUTHOR)
    .where('instance_id', '=', instanceId)
    .where('chat_key', '=', chatKey)
    .where('message_id', '=', messageId)
    .executeTakeFirst()
  return author ?? null
}

/**
 * What an instance has under a WhatsApp message id, our own and the newest first: senders choose ids, so that two chats
 * may hold the same one.
 */
export function findCopies(sql: Sql, instanceId: string, messageId: string): Promise<Message[]> {
  return sql
    .selectFrom('message')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('message_id', '=', messageId)
    .orderBy('direction', 'desc')
    .orderBy('created_at', 'desc')
    .limit(MOST_COPIES)
    .execute()
}

/** Whether another instance of the same account has a message under this id. */
export async function findElsewhere(
  sql: Sql,
  { id, accountId }: { id: string; accountId: string },
  messageId: string,
): Promise<boolean> {
  const row = await sql
    .selectFrom('instance')
    .innerJoin('message', 'message.instance_id', 'instance.id')
    .select('message.id')
    .where('instance.account_id', '=', accountId)
    .where('instance.id', '<>', id)
    .where('message.message_id', '=', messageId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

const outgoing = prepared((sql, given: { instanceId: string; messageIds: readonly string[] }) =>
  sql
    .selectFrom('message')
    .selectAll()
    .where('instance_id', '=', given.instanceId)
    .where('message_id', 'in', given.messageIds)
    .where('direction', '=', 'outgoing'),
)

/** Our own messages with these ids. */
export function findOutgoing(sql: Sql, instanceId: string, messageIds: readonly string[]): Promise<Message[]> {
  return outgoing.rows(sql, { instanceId, messageIds })
}

/** Messages that were being handed to WhatsApp when the process died. */
export function findInterrupted(sql: Sql, limit: number): Promise<Message[]> {
  return (
    sql
      .selectFrom('message')
      .selectAll()
      // A literal, not a parameter: only then SQLite takes the index over the few rows that are under way.
      .where(literal<SqlBool>`state = 'sending'`)
      .orderBy('id')
      .limit(limit)
      .execute()
  )
}

/** As much of a message that waits for its time as its wait needs. */
export type QueuedMessage = Pick<Message, (typeof QUEUED)[number]>

const QUEUED = ['id', 'instance_id', 'chat_key', 'chat_jid', 'chat_lid', 'sender_jid', 'at', 'due_at'] as const

/** Messages that wait for their time, those due first. */
export function findQueued(sql: Sql): Promise<QueuedMessage[]> {
  return sql.selectFrom('message').select(QUEUED).where(literal<SqlBool>`state = 'queued'`).orderBy('due_at').execute()
}

/** Messages that WhatsApp was asked for before `before`, and said nothing of. */
export function findOverdue(sql: Sql, before: number, limit: number): Promise<Message[]> {
  return sql
    .selectFrom('message')
    .selectAll()
    .where(literal<SqlBool>`state = 'sending'`)
    .where('at', '<=', before)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** One of our messages, for a device that asks for it again; null when it is not kept. */
export async function findSent(
  sql: Sql,
  instanceId: string,
  messageId: string,
): Promise<{ to: string; raw: Uint8Array } | null> {
  const row = await sql
    .selectFrom('message')
    .select(['raw', 'chat_key'])
    .where('instance_id', '=', instanceId)
    .where('message_id', '=', messageId)
    .where('direction', '=', 'outgoing')
    .executeTakeFirst()
  return row?.raw?.length ? { to: row.chat_key, raw: row.raw } : null
}

export interface StateChange {
  state: SendState
  at: number
  failure: { code: string; message: string } | null
  /** Concluded from an answer: no receipt was seen. */
  isConcluded?: true
}

const update = prepared((sql, given: { id: string; changed: Updateable<MessageTable> }) =>
  sql.updateTable('message').set(given.changed).where('id', '=', given.id),
)

/** Moves a message on, with the time of its new state. */
export async function updateState(sql: Sql, id: string, change: StateChange): Promise<void> {
  const { state, failure } = change
  const failed = failure ? { failure_code: failure.code, failure_message: failure.message } : {}
  await update.run(sql, { id, changed: { state, ...timeOf(change), ...failed } })
}

/** Dates a message anew: one that waited is as old as its way out. */
export async function setTime(sql: Sql, id: string, at: number): Promise<void> {
  await sql.updateTable('message').set({ at }).where('id', '=', id).execute()
}

function timeOf(change: StateChange): {
  sent_at?: number
  delivered_at?: number
  read_at?: number
  failed_at?: number
} {
  switch (change.state) {
    case 'sent':
      return { sent_at: change.at }
    case 'delivered':
      return { delivered_at: change.at }
    case 'read':
      return { read_at: change.at }
    case 'failed':
      return { failed_at: change.at }
    case 'queued':
    case 'sending':
    case 'answered':
    case 'expired':
    case 'unknown':
      return {}
  }
}

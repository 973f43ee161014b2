import { type ExpressionBuilder, sql as literal, type SqlBool } from 'kysely'
import type { Schema } from '../platform/db/schema.ts'
import type { Sql } from '../platform/db/store.ts'
import { ERASED_CHAT, type Message } from './store.ts'
import { type BareMessage, selectMessages } from './store-erase.ts'

/** A person by every address that is known. */
export interface Person {
  jids: readonly string[]
  lids: readonly string[]
  /** Spellings of the number. */
  digits: readonly string[]
}

/** Both addresses of somebody, as one row has them. */
export interface Pair {
  jid: string | null
  lid: string | null
}

const MOST_PAIRS = 200

// A literal, not a parameter: only then SQLite takes the indexes over just these.
const IN_GROUP = literal<SqlBool>`chat_type = 'group'`

/** Pairs of addresses in which messages and remembered recipients name a person. */
export async function addressesOf(sql: Sql, instanceId: string, person: Person): Promise<Pair[]> {
  const { jids, lids } = person
  const pairs: Pair[] = await sql
    .selectFrom('recipient')
    .select(['jid', 'lid'])
    .where('instance_id', '=', instanceId)
    .where((where) => isRemembered(where, person))
    .limit(MOST_PAIRS)
    .execute()
  const chats = await sql
    .selectFrom('message')
    .select(['chat_jid as jid', 'chat_lid as lid'])
    .distinct()
    .where('instance_id', '=', instanceId)
    .where('chat_key', 'in', some([...jids, ...lids]))
    .where('chat_type', '=', 'private')
    .limit(MOST_PAIRS)
    .execute()
  const members = await Promise.all([
    membersBy(sql, instanceId, 'sender_jid', jids),
    membersBy(sql, instanceId, 'sender_lid', lids),
  ])
  return [...pairs, ...chats, ...members.flat()]
}

function membersBy(sql: Sql, instanceId: string, column: 'sender_jid' | 'sender_lid', addresses: readonly string[]) {
  return sql
    .selectFrom('message')
    .select(['sender_jid as jid', 'sender_lid as lid'])
    .distinct()
    .where('instance_id', '=', instanceId)
    .where(IN_GROUP)
    .where(column, 'in', some(addresses))
    .limit(MOST_PAIRS)
    .execute()
}

/**
 * Messages of a person behind an id, the oldest first: their private chat, both ways, and what they wrote in groups.
 * None of them was erased.
 */
export async function findMessagesOf(
  sql: Sql,
  instanceId: string,
  { jids, lids }: Person,
  after: string,
  limit: number,
): Promise<BareMessage[]> {
  const page = () =>
    selectMessages(sql).where('instance_id', '=', instanceId).where('id', '>', after).orderBy('id').limit(limit)
  const found = await Promise.all([
    page()
      .where('chat_key', 'in', some([...jids, ...lids]))
      .where('chat_type', '=', 'private')
      .execute(),
    page().where(IN_GROUP).where('sender_jid', 'in', some(jids)).execute(),
    page().where(IN_GROUP).where('sender_lid', 'in', some(lids)).execute(),
  ])
  const byId = new Map(found.flat().map((message) => [message.id, message]))
  return [...byId.values()].sort((one, other) => (one.id < other.id ? -1 : 1)).slice(0, limit)
}

/** Takes everything that a person could be known by from a message; the group that it stands in stays. */
export async function blankPerson(sql: Sql, message: Message): Promise<BareMessage> {
  const { id, chat_type: type } = message
  const blanks = {
    ...(type === 'group' ? {} : { chat_key: `${ERASED_CHAT}${id}`, chat_jid: null, chat_lid: null, chat_name: null }),
    ...{ content: '', raw: null, sender_jid: null, sender_lid: null, sender_name: null },
  }
  await sql.updateTable('message').set(blanks).where('id', '=', id).execute()
  await sql.updateTable('idempotency').set({ answer: null }).where('message', '=', id).execute()
  return { ...message, ...blanks }
}

/** Forgets what WhatsApp said of a person's number. */
export async function forgetRecipients(sql: Sql, instanceId: string, person: Person): Promise<void> {
  await sql
    .deleteFrom('recipient')
    .where('instance_id', '=', instanceId)
    .where((where) => isRemembered(where, person))
    .execute()
}

function isRemembered({ or, eb }: ExpressionBuilder<Schema, 'recipient'>, { jids, lids, digits }: Person) {
  const addresses = [...jids, ...lids]
  return or([
    eb('digits', 'in', some([...digits, ...addresses])),
    eb('jid', 'in', some(addresses)),
    eb('lid', 'in', some(addresses)),
  ])
}

/** A list for `in`, which takes no empty one; no address is this text, and a form without a number has the empty one. */
export function some(values: readonly string[]): string[] {
  return values.length === 0 ? ['-'] : [...values]
}

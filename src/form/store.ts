import { type Insertable, sql as literal, type Selectable, type SqlBool, type Updateable } from 'kysely'
import { prepared } from '../platform/db/prepared.ts'
import type { FormTable } from '../platform/db/schema.ts'
import type { Sql } from '../platform/db/store.ts'

export type Form = Selectable<FormTable>

/** Of forms with one token that one chat got, the newest so many are looked at. */
const MOST_CANDIDATES = 100

const keep = prepared((sql, given: { form: Insertable<FormTable> }) => sql.insertInto('form').values(given.form))

export async function insertForm(sql: Sql, form: Insertable<FormTable>): Promise<void> {
  await keep.run(sql, { form })
}

const update = prepared((sql, given: { id: string; change: Updateable<FormTable> }) =>
  sql.updateTable('form').set(given.change).where('id', '=', given.id),
)

export async function updateForm(sql: Sql, id: string, change: Updateable<FormTable>): Promise<void> {
  await update.run(sql, { id, change })
}

/**
 * Forms with this token that went to one of these addresses, the newest first. A caller may use one token for a whole
 * campaign: those of other people are left out here.
 */
export async function findByToken(
  sql: Sql,
  instanceId: string,
  flowToken: string,
  addresses: Addresses,
): Promise<Form[]> {
  const { jids, lids } = addresses
  const [byJid, byLid] = await Promise.all([
    jids.length === 0 ? [] : someByJid.rows(sql, { instanceId, flowToken, jids }),
    lids.length === 0 ? [] : someByLid.rows(sql, { instanceId, flowToken, lids }),
  ])
  if (Math.max(byJid.length, byLid.length) === SOME) return byToken.rows(sql, { instanceId, flowToken, addresses })
  return [...new Map([...byJid, ...byLid].map((form) => [form.id, form])).values()].toSorted(newestFirst)
}

function newestFirst(one: Form, other: Form): number {
  return other.created_at - one.created_at || (other.id < one.id ? -1 : 1)
}

interface Addresses {
  jids: readonly string[]
  lids: readonly string[]
}

/** Mostly there is one. SQLite takes ten times as long for rows that it has to put in order up to a limit. */
const SOME = 2

function someByToken(sql: Sql, { instanceId, flowToken }: { instanceId: string; flowToken: string }) {
  return sql
    .selectFrom('form')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('flow_token', '=', flowToken)
    .limit(literal.lit(SOME))
}

const someByJid = prepared((sql, given: { instanceId: string; flowToken: string; jids: readonly string[] }) =>
  someByToken(sql, given).where('chat_jid', 'in', given.jids),
)

const someByLid = prepared((sql, given: { instanceId: string; flowToken: string; lids: readonly string[] }) =>
  someByToken(sql, given).where('chat_lid', 'in', given.lids),
)

const byToken = prepared((sql, given: { instanceId: string; flowToken: string; addresses: Addresses }) =>
  sql
    .selectFrom('form')
    .selectAll()
    .where('instance_id', '=', given.instanceId)
    .where('flow_token', '=', given.flowToken)
    .where((where) =>
      where.or([
        ...(given.addresses.jids.length === 0 ? [] : [where('chat_jid', 'in', given.addresses.jids)]),
        ...(given.addresses.lids.length === 0 ? [] : [where('chat_lid', 'in', given.addresses.lids)]),
      ]),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_CANDIDATES),
)

export async function findNewestByToken(sql: Sql, instanceId: string, flowToken: string): Promise<Form | null> {
  const form = await sql
    .selectFrom('form')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('flow_token', '=', flowToken)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return form ?? null
}

export async function findFormById(sql: Sql, id: string): Promise<Form | null> {
  return (await sql.selectFrom('form').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/**
 * Forms whose time can still run out: it begins when they go out. A literal, not parameters: only then SQLite takes the
 * index over just these.
 */
const CAN_EXPIRE = literal<SqlBool>`expires_at is not null
  and state in ('sending', 'unknown', 'sent', 'delivered', 'read')`

/** Forms whose time is over and that still say otherwise, the longest overdue first. */
export function findDue(sql: Sql, now: number, limit: number): Promise<Form[]> {
  return sql
    .selectFrom('form')
    .selectAll()
    .where(CAN_EXPIRE)
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .limit(limit)
    .execute()
}

/** When the next form runs out. */
export async function findNextExpiry(sql: Sql): Promise<number | null> {
  const row = await sql
    .selectFrom('form')
    .select('expires_at')
    .where(CAN_EXPIRE)
    .orderBy('expires_at')
    .limit(1)
    .executeTakeFirst()
  return row?.expires_at ?? null
}

const byMessage = prepared((sql, given: { instanceId: string; messageId: string }) =>
  sql
    .selectFrom('form')
    .selectAll()
    .where('instance_id', '=', given.instanceId)
    .where('message_id', '=', given.messageId),
)

/** The form that a message id carries. */
export async function findByMessage(sql: Sql, instanceId: string, messageId: string): Promise<Form | null> {
  return (await byMessage.first(sql, { instanceId, messageId })) ?? null
}

/** When a form runs out, once it is known when it goes out. */
export async function setExpiry(sql: Sql, id: string, expiresAt: number): Promise<void> {
  await updateForm(sql, id, { expires_at: expiresAt })
}

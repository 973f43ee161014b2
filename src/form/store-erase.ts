import { sql as literal, type SqlBool } from 'kysely'
import { ERASED_CHAT, type Person, some } from '../message/index.ts'
import type { Sql } from '../platform/db/store.ts'
import type { Form } from './store.ts'
import type { Answer } from './store-answers.ts'

/**
 * Blanks an answer; that it was there, when, and which form it belongs to, stays. The token of one that belongs to none
 * is whatever its sender wrote, and goes too.
 */
export async function blankAnswer(sql: Sql, { id, form_id: formId }: Answer): Promise<void> {
  await sql
    .updateTable('answer')
    .set({
      ...{ answers: null, raw: '', from_name: null, name_key: null, email_key: null, document_key: null, erased: 1 },
      ...(formId === null ? { flow_token: null } : {}),
    })
    .where('id', '=', id)
    .execute()
}

/** Takes whoever gave it from a blanked answer. A group's key stays: it is not about anybody. */
export async function blankSubmitter(sql: Sql, { id, chat_key: chatKey }: Answer): Promise<void> {
  await sql
    .updateTable('answer')
    .set({
      ...{ from_jid: null, from_lid: null, flow_token: null },
      ...(chatKey.endsWith('@g.us') ? {} : { chat_key: `${ERASED_CHAT}${id}` }),
    })
    .where('id', '=', id)
    .execute()
}

/** Takes everything that a person could be known by, or that was written for them, from a form. */
export async function blankForm(sql: Sql, id: string): Promise<void> {
  await sql
    .updateTable('form')
    .set({
      ...{ number: '', chat_jid: null, chat_lid: null, flow_token: null },
      ...{ message: '', params: '{}', custom_fields: '[]', reply_text: null },
    })
    .where('id', '=', id)
    .execute()
}

// A literal, not a parameter: only then SQLite takes the index over just these.
const IS_KEPT = literal<SqlBool>`erased = 0`

/** Answers that came before `before`, an id, and are not erased, the oldest first. */
export function findExpired(sql: Sql, instanceId: string, before: string, limit: number): Promise<Answer[]> {
  return sql
    .selectFrom('answer')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where(IS_KEPT)
    .where('id', '<', before)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Ids of a person's answers behind one of them, the oldest first. */
export async function findAnswersOf(
  sql: Sql,
  instanceId: string,
  { jids, lids }: Person,
  after: string,
  limit: number,
): Promise<string[]> {
  const page = (column: 'from_jid' | 'from_lid' | 'chat_key', values: readonly string[]) =>
    sql
      .selectFrom('answer')
      .select('id')
      .where('instance_id', '=', instanceId)
      .where(column, 'in', some(values))
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute()
  const found = await Promise.all([
    page('from_jid', jids),
    page('from_lid', lids),
    page('chat_key', [...jids, ...lids]),
  ])
  return [...new Set(found.flat().map(({ id }) => id))].sort().slice(0, limit)
}

/** Private forms to a person behind an id, the oldest first. */
export async function findFormsOf(
  sql: Sql,
  instanceId: string,
  { jids, lids, digits }: Person,
  after: string,
  limit: number,
): Promise<Form[]> {
  const page = (column: 'chat_jid' | 'chat_lid' | 'number', values: readonly string[]) =>
    sql
      .selectFrom('form')
      .selectAll()
      .where('instance_id', '=', instanceId)
      .where('chat_type', '=', 'private')
      .where(column, 'in', some(values))
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute()
  const numbers = [...digits, ...jids, ...lids]
  const found = await Promise.all([page('chat_jid', jids), page('chat_lid', lids), page('number', numbers)])
  const byId = new Map(found.flat().map((form) => [form.id, form]))
  return [...byId.values()].sort((one, other) => (one.id < other.id ? -1 : 1)).slice(0, limit)
}

const MOST_PAIRS = 200

/** Pairs of addresses in which forms and answers name a person. */
export async function pairsOf(sql: Sql, instanceId: string, { jids, lids, digits }: Person) {
  const forms = await sql
    .selectFrom('form')
    .select(['chat_jid as jid', 'chat_lid as lid'])
    .distinct()
    .where('instance_id', '=', instanceId)
    .where('chat_type', '=', 'private')
    .where(({ or, eb }) =>
      or([
        eb('chat_jid', 'in', some(jids)),
        eb('chat_lid', 'in', some(lids)),
        eb('number', 'in', some([...digits, ...jids, ...lids])),
      ]),
    )
    .limit(MOST_PAIRS)
    .execute()
  const answers = await sql
    .selectFrom('answer')
    .select(['from_jid as jid', 'from_lid as lid'])
    .distinct()
    .where('instance_id', '=', instanceId)
    .where(({ or, eb }) => or([eb('from_jid', 'in', some(jids)), eb('from_lid', 'in', some(lids))]))
    .limit(MOST_PAIRS)
    .execute()
  return [...forms, ...answers]
}

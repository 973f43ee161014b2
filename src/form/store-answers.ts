import {
  type ExpressionBuilder,
  type Insertable,
  sql as literal,
  type Selectable,
  type SqlBool,
  type Updateable,
} from 'kysely'
import { prepared } from '../platform/db/prepared.ts'
import { type LookUp, recall } from '../platform/db/remember/look-up.ts'
import type { AnswerTable, Schema } from '../platform/db/schema.ts'
import type { Sql } from '../platform/db/store.ts'
import type { Aliases } from './domain/match.ts'
import type { Form } from './store.ts'

export type Answer = Selectable<AnswerTable>

/** Of one form so many answers are shown at a time, and no more than so many bytes of what came in. */
const MOST_SHOWN = 50
const MOST_SHOWN_BYTES = 1_048_576

/**
 * The newest answers of a form, the first revision first: as many as can be shown at a time, and one at least. A person
 * may submit a form again and again, a quarter of a megabyte each.
 */
export async function findNewestAnswers(sql: Sql, formId: string): Promise<Answer[]> {
  const sizes = await sql
    .selectFrom('answer')
    .select((select) => ['id', sizeOf(select, 'raw')])
    .where('form_id', '=', formId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_SHOWN)
    .execute()
  const ids = asMuchAs(MOST_SHOWN_BYTES, sizes)
  if (ids.length === 0) return []
  return sql.selectFrom('answer').selectAll().where('id', 'in', ids).orderBy('at').orderBy('id').execute()
}

const lastRevision = prepared((sql, given: { formId: string; of: Addresses }) =>
  sql
    .selectFrom('answer')
    .select((eb) => eb.fn.max('revision').as('last'))
    .where('form_id', '=', given.formId)
    .where((eb) =>
      eb.or([
        ...(given.of.jid === undefined ? [] : [eb('from_jid', '=', given.of.jid)]),
        ...(given.of.lid === undefined ? [] : [eb('from_lid', '=', given.of.lid)]),
      ]),
    ),
)

/** The number of a person's newest answer to a form; 0 when there is none. */
export async function findLastRevision(sql: Sql, formId: string, { jid, lid }: Aliases): Promise<number> {
  const row = await lastRevision.first(sql, { formId, of: { jid: jid ?? undefined, lid: lid ?? undefined } })
  return row?.last ?? 0
}

const keep = prepared((sql, given: { answer: Insertable<AnswerTable> }) =>
  sql.insertInto('answer').values(given.answer),
)

export async function findAnswer(sql: Sql, id: string): Promise<Answer | null> {
  return (await sql.selectFrom('answer').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

export async function insertAnswer(sql: Sql, answer: Insertable<AnswerTable>): Promise<void> {
  await keep.run(sql, { answer })
}

export async function updateAnswer(sql: Sql, id: string, change: Updateable<AnswerTable>): Promise<void> {
  await sql.updateTable('answer').set(change).where('id', '=', id).execute()
}

/** Of the answers that belong to no form and may belong to one, so many are looked at. */
const MOST_ORPHANS = 20

/** An answer that belongs to no form, without what it says. */
export type Orphan = Pick<Answer, (typeof ORPHAN)[number]>

const ORPHAN = ['id', 'at', 'chat_key', 'message_id', 'quoted_message_id', 'flow_token', 'reason'] as const

/** Literals, not parameters: only then SQLite takes the indexes over just these. */
const IS_UNMATCHED = literal<SqlBool>`form_id is null`
const IS_STRANGE = literal<SqlBool>`form_id is null and reason = 'wrong_sender'`

/** As much of a form as its orphans are known by. */
type Parent = Pick<Form, 'instance_id' | 'flow_token' | 'message_id' | 'chat_jid' | 'chat_lid'>

/** Where a form went, or who answered. */
interface Addresses {
  jid: string | undefined
  lid: string | undefined
}

function unmatched(sql: Sql, instanceId: string, { jid, lid }: Addresses) {
  return sql
    .selectFrom('answer')
    .select(ORPHAN)
    .where('instance_id', '=', instanceId)
    .where(IS_UNMATCHED)
    .where('erased', '=', 0)
    .where(({ eb, or }) =>
      or([
        ...[jid, lid].flatMap((address) => (address === undefined ? [] : [eb('chat_key', '=', address)])),
        ...(jid === undefined ? [] : [eb('from_jid', '=', jid)]),
        ...(lid === undefined ? [] : [eb('from_lid', '=', lid)]),
      ]),
    )
    .orderBy('id', 'desc')
    .limit(MOST_ORPHANS)
}

const unmatchedByQuote = prepared((sql, given: { instanceId: string; to: Addresses; messageId: string }) =>
  unmatched(sql, given.instanceId, given.to).where('quoted_message_id', '=', given.messageId),
)

const unmatchedByToken = prepared((sql, given: { instanceId: string; to: Addresses; flowToken: string }) =>
  unmatched(sql, given.instanceId, given.to).where('flow_token', '=', given.flowToken),
)

/** Most shops have no such answer, or a few: those who send then need not look for the one that fits. */
const ANY_UNMATCHED: LookUp<{ isThere: boolean }> = {
  tables: ['answer'],
  async find(sql, instanceId) {
    const found = await sql
      .selectFrom('answer')
      .select('id')
      .where('instance_id', '=', instanceId)
      .where(IS_UNMATCHED)
      .limit(1)
      .executeTakeFirst()
    return { isThere: found !== undefined }
  },
}

/**
 * Answers that belong to no form and name this one, from where it went: those of others could crowd them out. The first one
 * first.
 */
export async function findOrphans(sql: Sql, form: Parent): Promise<Orphan[]> {
  const isAny = (await recall(sql, ANY_UNMATCHED, form.instance_id))?.isThere
  return isAny === false ? [] : searchOrphans(sql, form)
}

/** As `findOrphans`, where there are some. */
export async function searchOrphans(sql: Sql, form: Parent): Promise<Orphan[]> {
  const { instance_id: instanceId, message_id: messageId, flow_token: flowToken } = form
  const to = { jid: form.chat_jid ?? undefined, lid: form.chat_lid ?? undefined }
  const byQuote = await unmatchedByQuote.rows(sql, { instanceId, to, messageId })
  const byToken = flowToken === null ? [] : await unmatchedByToken.rows(sql, { instanceId, to, flowToken })
  return inOrder([...byQuote, ...byToken])
}

/**
 * Answers that name a form which went to somebody else, as far as was known then, by one of these addresses, the
 * first one first.
 */
export async function findStrange(sql: Sql, instanceId: string, { jid, lid }: Aliases): Promise<Orphan[]> {
  const byJid = jid === null ? [] : await strangeByJid.rows(sql, { instanceId, jid })
  const byLid = lid === null ? [] : await strangeByLid.rows(sql, { instanceId, lid })
  return inOrder([...byJid, ...byLid])
}

function strange(sql: Sql, instanceId: string) {
  return sql
    .selectFrom('answer')
    .select(ORPHAN)
    .where('instance_id', '=', instanceId)
    .where(IS_STRANGE)
    .where('erased', '=', 0)
    .orderBy('id', 'desc')
    .limit(MOST_ORPHANS)
}

const strangeByJid = prepared((sql, given: { instanceId: string; jid: string }) =>
  strange(sql, given.instanceId).where('from_jid', '=', given.jid),
)

const strangeByLid = prepared((sql, given: { instanceId: string; lid: string }) =>
  strange(sql, given.instanceId).where('from_lid', '=', given.lid),
)

function inOrder(answers: readonly Orphan[]): Orphan[] {
  const each = [...new Map(answers.map((answer) => [answer.id, answer])).values()]
  return each.toSorted((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1))
}

/** The typed reading of an answer: as much of it as a list shows. */
export type Reading = Pick<Answer, 'answers'>

/**
 * Typed readings by the answer's id, in the order of `ids` until they hold more than `most` bytes, but one at least; null
 * where there is none.
 */
export async function findReadings(
  sql: Sql,
  ids: readonly string[],
  most: number,
): Promise<Map<string, Reading | null>> {
  if (ids.length === 0) return new Map()
  const sizes = await sql
    .selectFrom('answer')
    .select((select) => ['id', sizeOf(select, 'answers')])
    .where('id', 'in', [...ids])
    .execute()
  const sizeById = new Map(sizes.map(({ id, size }) => [id, size]))
  const shown = asMuchAs(
    most,
    ids.map((id) => ({ id, size: sizeById.get(id) ?? 0 })),
  )
  const rows = await sql.selectFrom('answer').select(['id', 'answers']).where('id', 'in', shown).execute()
  const byId = new Map(rows.map(({ id, answers }) => [id, { answers }]))
  return new Map(shown.map((id) => [id, byId.get(id) ?? null]))
}

/** Answers of an instance that belong to no form, the newest first; how many there would be is looked at one further. */
export async function findUnmatched(
  sql: Sql,
  instanceId: string,
  { before, limit, most }: { before: string | null; limit: number; most: number },
): Promise<{ answers: Answer[]; isLast: boolean }> {
  let found = sql
    .selectFrom('answer')
    .select((select) => ['id', sizeOf(select, 'raw')])
    .where('instance_id', '=', instanceId)
    .where(IS_UNMATCHED)
  if (before !== null) found = found.where('id', '<', before)
  const sizes = await found
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const shown = asMuchAs(most, sizes.slice(0, limit))
  if (shown.length === 0) return { answers: [], isLast: true }
  const answers = await sql.selectFrom('answer').selectAll().where('id', 'in', shown).orderBy('id', 'desc').execute()
  return { answers, isLast: shown.length === sizes.length }
}

/** Bytes of a text: both engines know them without reading it. */
export function sizeOf(select: ExpressionBuilder<Schema, 'answer'>, column: 'raw' | 'answers') {
  return select.fn.coalesce(select.fn<number>('octet_length', [column]), literal.lit(0)).as('size')
}

/** Ids of the first ones until they hold more than `most` bytes, but one at least. */
function asMuchAs(most: number, sizes: readonly { id: string; size: number }[]): string[] {
  let sum = 0
  const shown = sizes.filter(({ size }, index) => {
    sum += size
    return index === 0 || sum <= most
  })
  return shown.map(({ id }) => id)
}

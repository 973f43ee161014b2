import { type Insertable, sql as literal, type Selectable, type SqlBool } from 'kysely'
import type { StateChange } from '../message/index.ts'
import type { AnswerTable, FormTable } from '../platform/db/schema.ts'
import type { Sql } from '../platform/db/store.ts'
import type { Aliases } from './domain/match.ts'

export type Form = Selectable<FormTable>
export type Answer = Selectable<AnswerTable>

/** Of forms with one token that one chat got, the newest so many are looked at. */
const MOST_CANDIDATES = 100

export async function insertForm(sql: Sql, form: Insertable<FormTable>): Promise<void> {
  await sql.insertInto('form').values(form).execute()
}

/**
 * Forms with this token that went to one of these addresses, the newest first. A caller may use one token for a whole
 * campaign: those of other people are left out here.
 */
export function findByToken(
  sql: Sql,
  instanceId: string,
  flowToken: string,
  addresses: { jids: readonly string[]; lids: readonly string[] },
): Promise<Form[]> {
  return sql
    .selectFrom('form')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('flow_token', '=', flowToken)
    .where((where) =>
      where.or([
        ...(addresses.jids.length === 0 ? [] : [where('chat_jid', 'in', addresses.jids)]),
        ...(addresses.lids.length === 0 ? [] : [where('chat_lid', 'in', addresses.lids)]),
      ]),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_CANDIDATES)
    .execute()
}

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

/** The form that a message id carries. */
export async function findByMessage(sql: Sql, instanceId: string, messageId: string): Promise<Form | null> {
  const form = await sql
    .selectFrom('form')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('message_id', '=', messageId)
    .executeTakeFirst()
  return form ?? null
}

/** Of one form so many answers are shown at a time, and no more than so many characters of what came in. */
const MOST_SHOWN = 50
const MOST_SHOWN_CHARACTERS = 1_048_576

/**
 * The newest answers of a form, the first revision first: as many as can be shown at a time, and one at least. A person
 * may submit a form again and again, a quarter of a megabyte each.
 */
export async function findNewestAnswers(sql: Sql, formId: string): Promise<Answer[]> {
  const sizes = await sql
    .selectFrom('answer')
    .select((select) => ['id', select.fn<number>('length', ['raw']).as('size')])
    .where('form_id', '=', formId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_SHOWN)
    .execute()
  let sum = 0
  const shown = sizes.filter(({ size }, index) => {
    sum += size
    return index === 0 || sum <= MOST_SHOWN_CHARACTERS
  })
  if (shown.length === 0) return []
  const ids = shown.map(({ id }) => id)
  return sql.selectFrom('answer').selectAll().where('id', 'in', ids).orderBy('at').orderBy('id').execute()
}

/** The number of a person's newest answer to a form; 0 when there is none. */
export async function findLastRevision(sql: Sql, formId: string, { jid, lid }: Aliases): Promise<number> {
  const row = await sql
    .selectFrom('answer')
    .select((eb) => eb.fn.max('revision').as('last'))
    .where('form_id', '=', formId)
    .where((eb) =>
      eb.or([...(jid === null ? [] : [eb('from_jid', '=', jid)]), ...(lid === null ? [] : [eb('from_lid', '=', lid)])]),
    )
    .executeTakeFirst()
  return row?.last ?? 0
}

export async function findAnswer(sql: Sql, id: string): Promise<Answer | null> {
  return (await sql.selectFrom('answer').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

export async function insertAnswer(sql: Sql, answer: Insertable<AnswerTable>): Promise<void> {
  await sql.insertInto('answer').values(answer).execute()
}

/** Marks a form answered by its latest answer. The first answer's time stays. */
export async function markAnswered(sql: Sql, form: Form, answer: { id: string; at: number; late: number }) {
  await sql
    .updateTable('form')
    .set((set) => ({
      state: 'answered',
      late: form.answered_at === null ? answer.late : form.late,
      // WhatsApp tells whole seconds: an answer shall not seem to come before its form.
      answered_at: form.answered_at ?? Math.max(answer.at, form.created_at),
      latest_answer_id: answer.id,
      answer_count: set('answer_count', '+', 1),
    }))
    .where('id', '=', form.id)
    .execute()
}

/** When a form runs out, once it is known when it goes out. */
export async function setExpiry(sql: Sql, id: string, expiresAt: number): Promise<void> {
  await sql.updateTable('form').set({ expires_at: expiresAt }).where('id', '=', id).execute()
}

/** Moves a form on with its message. */
export async function updateFormState(sql: Sql, id: string, change: StateChange): Promise<void> {
  const { state, at, failure } = change
  await sql
    .updateTable('form')
    .set({
      state,
      ...(state === 'sent' ? { sent_at: at } : {}),
      ...(state === 'delivered' ? { delivered_at: at } : {}),
      ...(state === 'read' ? { read_at: at } : {}),
      ...(state === 'failed' ? { failed_at: at } : {}),
      ...(failure ? { failure_code: failure.code, failure_message: failure.message } : {}),
    })
    .where('id', '=', id)
    .execute()
}

import type { Clock } from '../kernel/clock.ts'
import { newId, type Random } from '../kernel/id.ts'
import { digitsOf } from '../kernel/jid.ts'
import type { Message, Sender } from '../message/index.ts'
import type { Sql, Transaction } from '../platform/db/store.ts'
import type { IncomingContent, IncomingMessage } from '../whatsapp/port.ts'
import { answerForm } from './change-form.ts'
import type { Aliases } from './domain/match.ts'
import type { AnswerReading, Unreadable } from './domain/reading.ts'
import { searchKeys } from './domain/search.ts'
import { afterAnswer } from './domain/state.ts'
import { type TypedAnswer, typeAnswer } from './domain/typed.ts'
import { type FoundMatch, findMatch, latestForm } from './find-match.ts'
import type { Form } from './store.ts'
import { type Answer, findLastRevision, insertAnswer } from './store-answers.ts'
import { countColumns } from './store-columns.ts'

/** The instance whose number was answered. */
export interface AnswerOwner extends Sender {
  settings: { answersInEvents: boolean; ignoreGroupMessages?: boolean; minSendIntervalMs?: number }
}

/** An answer that has just come in and was kept as a message. */
export interface Arrival {
  owner: AnswerOwner
  incoming: IncomingMessage
  content: Extract<IncomingContent, { type: 'form_answer' }>
  reading: AnswerReading | Unreadable
  message: Message
}

/**
 * Keeps an answer with the form it belongs to, which becomes `answered`; without one, with the reason. `now`: the form as
 * it is then.
 */
export async function keepAnswer(
  deps: { clock: Clock; random: Random },
  transaction: Transaction,
  { owner, incoming, reading, message }: Arrival,
): Promise<{ answer: Answer; form: Form | null; now: Form | null }> {
  const { sql } = transaction
  const isPast = incoming.delivery === 'history'
  const match = await findMatch(sql, owner, incoming, reading, isPast ? latestForm(incoming.at) : undefined)
  const answer: Answer = {
    id: newId('ans', deps.clock.now(), deps.random),
    instance_id: message.instance_id,
    chat_key: message.chat_key,
    message_id: message.message_id,
    at: incoming.at,
    from_jid: incoming.sender.jid,
    from_lid: incoming.sender.lid,
    from_name: message.sender_name,
    raw: reading.raw,
    quoted_message_id: reading.quotedMessageId,
    flow_token: reading.flowToken,
    erased: 0,
    ...(await belongingOf(sql, owner, { sender: incoming.sender, at: incoming.at, reading }, match)),
  }
  await insertAnswer(sql, answer)
  const now = match.form && (await giveAnswer(transaction, match.form, answer))
  return { answer, form: match.form, now }
}

/** What of an answer hangs on the form that it belongs to. */
type Belonging = Pick<
  Answer,
  'form_id' | 'revision' | 'matched_by' | 'late' | 'answers' | 'reason' | 'name_key' | 'email_key' | 'document_key'
>

/** Who submitted what, when. */
export interface Submission {
  sender: Aliases
  at: number
  reading: AnswerReading | Unreadable
}

export async function belongingOf(
  sql: Sql,
  owner: AnswerOwner,
  { sender, at, reading }: Submission,
  match: FoundMatch,
): Promise<Belonging> {
  const { form } = match
  const typed = reading.type === 'read' ? typeReading(reading, owner, sender, form) : null
  const keys = searchKeys(typed)
  return {
    form_id: form?.id ?? null,
    revision: form ? (await findLastRevision(sql, form.id, sender)) + 1 : 1,
    matched_by: match.form ? match.by : null,
    late: form && afterAnswer(timed(form), at).isAnswerLate ? 1 : 0,
    answers: typed && JSON.stringify(typed),
    reason: match.form ? null : match.reason,
    name_key: keys.name,
    email_key: keys.email,
    document_key: keys.document,
  }
}

/** Makes a form `answered` by an answer that is kept. Returns it as it is now. */
export async function giveAnswer(transaction: Transaction, form: Form, answer: Answer): Promise<Form> {
  const now = await answerForm(transaction, form, answer, afterAnswer(timed(form), answer.at).late)
  if (answer.answers !== null) await countColumns(transaction.sql, answer, 1)
  return now
}

function typeReading(reading: AnswerReading, owner: AnswerOwner, sender: Aliases, form: Form | null): TypedAnswer {
  return typeAnswer(reading.fields, {
    personDigits: digitsOf(sender.jid) ?? digitsOf(owner.numberJid),
    customFields: form ? (JSON.parse(form.custom_fields) as { label: string }[]) : [],
    ...(form && form.form_type !== 'custom' ? { fields: JSON.parse(form.fields) as string[] } : {}),
  })
}

function timed(form: Form) {
  return { state: form.state, late: form.late === 1, expiresAt: form.expires_at }
}

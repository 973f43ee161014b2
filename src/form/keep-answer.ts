import type { Clock } from '../kernel/clock.ts'
import { newId, type Random } from '../kernel/id.ts'
import { digitsOf } from '../kernel/jid.ts'
import type { Message, Sender } from '../message/index.ts'
import type { Transaction } from '../platform/db/store.ts'
import type { IncomingContent, IncomingMessage } from '../whatsapp/port.ts'
import { type MatchableForm, matchAnswer } from './domain/match.ts'
import type { AnswerReading, Unreadable } from './domain/reading.ts'
import { afterAnswer } from './domain/state.ts'
import { typeAnswer } from './domain/typed.ts'
import {
  type Answer,
  type Form,
  findByMessage,
  findByToken,
  findLastRevision,
  findNewestByToken,
  insertAnswer,
  markAnswered,
} from './store.ts'

/** The instance whose number was answered. */
export interface AnswerOwner extends Sender {
  settings: { answersInEvents: boolean }
}

/** An answer that has just come in and was kept as a message. */
export interface Arrival {
  owner: AnswerOwner
  incoming: IncomingMessage
  content: Extract<IncomingContent, { type: 'form_answer' }>
  reading: AnswerReading | Unreadable
  message: Message
}

type Match = { form: Form; by: 'token' | 'quote' } | { form: null; reason: string }

/** Keeps an answer with the form it belongs to, which becomes `answered`; without one, with the reason. */
export async function keepAnswer(
  deps: { clock: Clock; random: Random },
  transaction: Transaction,
  arrival: Arrival,
): Promise<{ answer: Answer; form: Form | null }> {
  const { incoming, message, reading } = arrival
  const match = await findMatch(transaction, arrival)
  const { form } = match
  const after = form && afterAnswer(timed(form), incoming.at)
  const answer: Answer = {
    id: newId('ans', deps.clock.now(), deps.random),
    instance_id: message.instance_id,
    form_id: form?.id ?? null,
    chat_key: message.chat_key,
    message_id: message.message_id,
    revision: form ? (await findLastRevision(transaction.sql, form.id, incoming.sender)) + 1 : 1,
    at: incoming.at,
    from_jid: incoming.sender.jid,
    from_lid: incoming.sender.lid,
    from_name: message.sender_name,
    matched_by: match.form ? match.by : null,
    late: after?.isAnswerLate ? 1 : 0,
    answers: reading.type === 'read' ? JSON.stringify(typeReading(reading, arrival, form)) : null,
    raw: reading.raw,
    reason: match.form ? null : match.reason,
    quoted_message_id: reading.quotedMessageId,
    flow_token: reading.flowToken,
    erased: 0,
  }
  await insertAnswer(transaction.sql, answer)
  if (form && after) {
    await markAnswered(transaction.sql, form, { id: answer.id, at: answer.at, late: after.late ? 1 : 0 })
  }
  return { answer, form }
}

async function findMatch(transaction: Transaction, { owner, incoming, reading }: Arrival): Promise<Match> {
  if (reading.type === 'unreadable') return { form: null, reason: reading.reason }
  const { flowToken, quotedMessageId } = reading
  const byToken = flowToken === null ? [] : await findNamed(transaction, owner, incoming, flowToken)
  const byQuote = quotedMessageId === null ? null : await findByMessage(transaction.sql, owner.id, quotedMessageId)
  const { chat, sender, isFromMe } = incoming
  const match = matchAnswer(
    { chat, sender, isFromMe, flowToken, quotedMessageId },
    {
      byToken: byToken.map(matchable),
      byQuote: byQuote && matchable(byQuote),
      me: { jid: owner.numberJid, lid: owner.numberLid },
    },
  )
  return match.type === 'matched' ? { form: match.form.row, by: match.by } : { form: null, reason: match.reason }
}

/** Forms with the token that this chat or person got; else the newest with it, so that the reason can be told. */
async function findNamed(transaction: Transaction, owner: AnswerOwner, incoming: IncomingMessage, flowToken: string) {
  const { chat, sender } = incoming
  const own = incoming.isFromMe ? [owner.numberJid, owner.numberLid] : []
  const mine = await findByToken(transaction.sql, owner.id, flowToken, {
    jids: [chat.jid, sender.jid, own[0]].filter((jid) => typeof jid === 'string'),
    lids: [chat.lid, sender.lid, own[1]].filter((lid) => typeof lid === 'string'),
  })
  if (mine.length > 0) return mine
  const others = await findNewestByToken(transaction.sql, owner.id, flowToken)
  return others ? [others] : []
}

function matchable(row: Form): MatchableForm & { row: Form } {
  return {
    id: row.id,
    flowToken: row.flow_token,
    messageId: row.message_id,
    chatJid: row.chat_jid,
    chatLid: row.chat_lid,
    chatType: row.chat_type,
    state: row.state,
    createdAt: row.created_at,
    row,
  }
}

function typeReading(reading: AnswerReading, { owner, incoming }: Arrival, form: Form | null) {
  return typeAnswer(reading.fields, {
    personDigits: digitsOf(incoming.sender.jid) ?? digitsOf(owner.numberJid),
    customFields: form ? (JSON.parse(form.custom_fields) as { label: string }[]) : [],
    ...(form && form.form_type !== 'custom' ? { fields: JSON.parse(form.fields) as string[] } : {}),
  })
}

function timed(form: Form) {
  return { state: form.state, late: form.late === 1, expiresAt: form.expires_at }
}

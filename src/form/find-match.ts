import type { Sender } from '../message/index.ts'
import type { Sql } from '../platform/db/store.ts'
import { type AnswerOrigin, type MatchableForm, matchAnswer } from './domain/match.ts'
import { type Form, findByMessage, findByToken, findNewestByToken } from './store.ts'

export type FoundMatch = { form: Form; by: 'token' | 'quote' } | { form: null; reason: string }

/** Who submitted something, and where. */
export type Submitter = Pick<AnswerOrigin, 'chat' | 'sender' | 'isFromMe'>

/** What an answer says of the form that it belongs to, when it can be read. */
export type Named = { type: 'read'; flowToken: string | null; quotedMessageId: string | null } | Unread

type Unread = { type: 'unreadable'; reason: string }

/**
 * A form that was made more than this after an answer is not meant by the answer's token: a token may be used again, and
 * what was answered to its earlier use says nothing of the later one.
 */
const FORM_AFTER_ANSWER_MS = 600_000

/** When the latest form was made that an answer of this time can mean by its token. Unix milliseconds. */
export function latestForm(answeredAt: number): number {
  return answeredAt + FORM_AFTER_ANSWER_MS
}

/**
 * The form that an answer belongs to, or why there is none. What cannot be read belongs to none. Forms that were made after
 * `latest` are not meant by a token: for answers that may be old.
 */
export async function findMatch(
  sql: Sql,
  owner: Sender,
  submitter: Submitter,
  reading: Named,
  latest = Number.POSITIVE_INFINITY,
): Promise<FoundMatch> {
  if (reading.type === 'unreadable') return { form: null, reason: reading.reason }
  const { flowToken, quotedMessageId } = reading
  const byToken = flowToken === null ? [] : await findNamed(sql, owner, submitter, flowToken)
  const byQuote = quotedMessageId === null ? null : await findByMessage(sql, owner.id, quotedMessageId)
  return judge(owner, submitter, reading, byToken.filter(isMeant(latest)), byQuote)
}

/** As `findMatch`, when only this form is in question. */
export function matchForm(owner: Sender, submitter: Submitter, reading: Named, form: Form, latest: number): FoundMatch {
  if (reading.type === 'unreadable') return { form: null, reason: reading.reason }
  return judge(owner, submitter, reading, [form].filter(isMeant(latest)), form)
}

function isMeant(latest: number): (form: Form) => boolean {
  return ({ created_at: madeAt }) => madeAt <= latest
}

function judge(
  owner: Sender,
  submitter: Submitter,
  { flowToken, quotedMessageId }: Exclude<Named, Unread>,
  byToken: readonly Form[],
  byQuote: Form | null,
): FoundMatch {
  const match = matchAnswer(
    { ...submitter, flowToken, quotedMessageId },
    {
      byToken: byToken.map(matchable),
      byQuote: byQuote && matchable(byQuote),
      me: { jid: owner.numberJid, lid: owner.numberLid },
    },
  )
  return match.type === 'matched' ? { form: match.form.row, by: match.by } : { form: null, reason: match.reason }
}

/** Forms with the token that this chat or person got; else the newest with it, so that the reason can be told. */
async function findNamed(sql: Sql, owner: Sender, { chat, sender, isFromMe }: Submitter, flowToken: string) {
  const own = isFromMe ? [owner.numberJid, owner.numberLid] : []
  const mine = await findByToken(sql, owner.id, flowToken, {
    jids: eachOf([chat.jid, sender.jid, own[0]]),
    lids: eachOf([chat.lid, sender.lid, own[1]]),
  })
  if (mine.length > 0) return mine
  const others = await findNewestByToken(sql, owner.id, flowToken)
  return others ? [others] : []
}

function eachOf(addresses: readonly (string | null | undefined)[]): string[] {
  return [...new Set(addresses)].filter((address) => typeof address === 'string')
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

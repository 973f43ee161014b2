import { isSameJid } from '../../kernel/jid.ts'
import { isOpen, type SendState } from '../../kernel/send-state.ts'

/** A form as far as matching looks at it. */
export interface MatchableForm {
  id: string
  flowToken: string | null
  messageId: string
  chatJid: string | null
  chatLid: string | null
  chatType: 'private' | 'group'
  state: SendState
  /** Unix milliseconds. */
  createdAt: number
}

/** A person or group by every address that is known; devices do not matter. */
export interface Aliases {
  jid: string | null
  lid: string | null
}

/** Who answered, where, and what the answer says about the form it belongs to. */
export interface AnswerOrigin {
  chat: Aliases & { type: 'private' | 'group' }
  sender: Aliases
  /** Submitted by the linked number itself: it may answer what was sent to itself. */
  isFromMe: boolean
  flowToken: string | null
  quotedMessageId: string | null
}

/** What the store found for an answer. Forms of the answer's own instance only. */
export interface Candidates<Form extends MatchableForm> {
  /** Every form with the answer's token. Tokens need not be unique: to many people, more than once. */
  byToken: readonly Form[]
  /** The form whose message the answer quotes. */
  byQuote: Form | null
  /** The linked number. */
  me: Aliases
}

/**
 * Why an answer belongs to no form: it says nothing of one; what it says is unknown here; the forms it names
 * were sent to somebody else.
 */
export type UnmatchedReason = 'no_token_or_quote' | 'unknown_form' | 'wrong_sender'

export type Match<Form extends MatchableForm> =
  | { type: 'matched'; form: Form; by: 'token' | 'quote' }
  | { type: 'unmatched'; reason: UnmatchedReason }

/**
 * Says which form an answer belongs to: by token and addressee, else by what it quotes. A token is never trusted
 * alone, anyone can write one. Of several forms with the token: the quoted one, else the newest open one, else the
 * newest that arrived, else the newest.
 */
export function matchAnswer<Form extends MatchableForm>(
  answer: AnswerOrigin,
  { byToken, byQuote, me }: Candidates<Form>,
): Match<Form> {
  const named = byToken.filter(
    (form) => answer.flowToken !== null && form.flowToken === answer.flowToken && isOut(form),
  )
  const quoted = byQuote?.messageId === answer.quotedMessageId && isOut(byQuote) ? byQuote : null

  const answerable = named.filter((form) => mayAnswer(form, answer, me))
  const form =
    answerable.find((one) => one.messageId === answer.quotedMessageId) ?? answerable.reduce<Form | null>(likelier, null)
  if (form) return { type: 'matched', form, by: 'token' }
  if (quoted && mayAnswer(quoted, answer, me)) return { type: 'matched', form: quoted, by: 'quote' }

  if (named.length > 0 || quoted) return { type: 'unmatched', reason: 'wrong_sender' }
  const saysNothing = answer.flowToken === null && answer.quotedMessageId === null
  return { type: 'unmatched', reason: saysNothing ? 'no_token_or_quote' : 'unknown_form' }
}

/**
 * Whether the one who answers may: in a group anyone who is in it, in a private chat the addressee alone, by either
 * address: a private chat is its other side, so the chat's addresses count as the sender's. The linked number may answer
 * what was sent to itself.
 */
export function mayAnswer(form: MatchableForm, answer: AnswerOrigin, me: Aliases): boolean {
  if (form.chatType !== answer.chat.type) return false
  const addressee: Aliases = { jid: form.chatJid, lid: form.chatLid }
  if (form.chatType === 'group') return isSame(addressee, answer.chat)
  if (isSame(addressee, answer.sender)) return true
  return isSame(addressee, answer.isFromMe ? me : answer.chat)
}

/** Whether two sets of addresses share one. */
export function isSame(one: Aliases, other: Aliases): boolean {
  return isSameJid(one.jid, other.jid) || isSameJid(one.lid, other.lid)
}

/** A queued form has not left us yet: nobody can have answered it. */
function isOut(form: MatchableForm): boolean {
  return form.state !== 'queued'
}

function likelier<Form extends MatchableForm>(best: Form | null, form: Form): Form {
  if (best === null) return form
  const byRank = rank(form.state) - rank(best.state)
  if (byRank !== 0) return byRank > 0 ? form : best
  if (form.createdAt !== best.createdAt) return form.createdAt > best.createdAt ? form : best
  return form.id > best.id ? form : best
}

function rank(state: SendState): number {
  if (isOpen(state)) return 2
  return state === 'failed' ? 0 : 1
}

import { findInstance } from '../instance/index.ts'
import { type Announce, type Author, findAuthor } from '../message/index.ts'
import type { Transaction } from '../platform/db/store.ts'
import { announceAnswered } from './announce-answer.ts'
import type { AnswerDesk } from './answer-desk.ts'
import type { AnswerCounts } from './counts.ts'
import type { Aliases, UnmatchedReason } from './domain/match.ts'
import { readAnswer } from './domain/reading.ts'
import { type FoundMatch, findMatch, latestForm, matchForm, type Named, type Submitter } from './find-match.ts'
import { type AnswerOwner, belongingOf, giveAnswer } from './keep-answer.ts'
import { type Form, findFormById } from './store.ts'
import { type Answer, findAnswer, findOrphans, findStrange, type Orphan, updateAnswer } from './store-answers.ts'
import { type ThankDeps, thank } from './thank.ts'

export interface AdoptAnswersDeps extends ThankDeps {
  announce: Announce
  answers: AnswerDesk
  answerCounts?: AnswerCounts | undefined
}

/** An answer that waited longer than this for its form is not thanked for: nobody expects it any more. */
const THANKED_FOR_MS = 86_400_000

/** Gives a form that went out the answers that came before it was known here. */
export async function adoptAnswers(deps: AdoptAnswersDeps, transaction: Transaction, form: Form): Promise<void> {
  const orphans = await findOrphans(transaction.sql, form)
  const owner = orphans.length > 0 ? await findInstance(transaction.sql, form.instance_id) : null
  if (!owner) return
  for (const orphan of orphans) {
    await adopt(deps, transaction, owner, orphan, null, async (submitter, named) => {
      // As it is now: an earlier one of them may have made it `answered`.
      const now = await findFormById(transaction.sql, form.id)
      return matchForm(owner, submitter, named, now ?? form, latestForm(orphan.at))
    })
  }
}

/** Gives a person's forms the answers that were taken for a stranger's while only one address was known. */
export async function adoptAnswersOf(
  deps: AdoptAnswersDeps,
  transaction: Transaction,
  owner: AnswerOwner,
  person: Aliases,
): Promise<void> {
  if (person.jid === null || person.lid === null) return
  for (const orphan of await findStrange(transaction.sql, owner.id, person)) {
    await adopt(deps, transaction, owner, orphan, person, (submitter, named) =>
      findMatch(transaction.sql, owner, submitter, named, latestForm(orphan.at)),
    )
  }
}

type Find = (submitter: Submitter, named: Named) => FoundMatch | Promise<FoundMatch>

/**
 * What was kept tells whether it belongs here; it is read again only when it does. Anybody may send answers in another
 * person's name, a quarter of a megabyte each.
 */
async function adopt(
  deps: AdoptAnswersDeps,
  transaction: Transaction,
  owner: AnswerOwner,
  orphan: Orphan,
  person: Aliases | null,
  find: Find,
): Promise<void> {
  const { sql } = transaction
  const author = await findAuthor(sql, owner.id, orphan.chat_key, orphan.message_id)
  if (!author) return
  const submitter = submitterOf(author, person)
  const match = await find(submitter, namedBy(orphan))
  const kept = match.form && (await findAnswer(sql, orphan.id))
  if (!match.form || !kept) return
  const quoted = kept.quoted_message_id === null ? null : { messageId: kept.quoted_message_id }
  const reading = readAnswer({ name: '', paramsJson: kept.raw, version: null, body: '' }, quoted)
  const { sender } = submitter
  const belonging = await belongingOf(sql, owner, { sender, at: kept.at, reading }, match)
  const answer = { ...kept, ...belonging, from_jid: sender.jid, from_lid: sender.lid }
  await updateAnswer(sql, kept.id, { ...belonging, from_jid: sender.jid, from_lid: sender.lid })
  const now = await giveAnswer(transaction, match.form, answer)
  await tell(deps, transaction, owner, answer, match.form, now)
}

async function tell(
  deps: AdoptAnswersDeps,
  transaction: Transaction,
  owner: AnswerOwner,
  answer: Answer,
  before: Form,
  now: Form,
): Promise<void> {
  await announceAnswered(deps, transaction, owner, answer, now)
  if (answer.at >= deps.clock.now() - THANKED_FOR_MS) await thank(deps, transaction, owner, before)
  transaction.afterCommit(() => deps.answers.tell(before.id))
  transaction.afterCommit(() => deps.answerCounts?.adopted(before))
}

const READABLE: ReadonlySet<string> = new Set<UnmatchedReason>(['no_token_or_quote', 'unknown_form', 'wrong_sender'])

function namedBy({ reason, flow_token, quoted_message_id }: Orphan): Named {
  return reason !== null && READABLE.has(reason)
    ? { type: 'read', flowToken: flow_token, quotedMessageId: quoted_message_id }
    : { type: 'unreadable', reason: reason ?? '' }
}

/** Who wrote a kept message, and where; what is known of the person by now fills what was not. */
function submitterOf(message: Author, person: Aliases | null): Submitter {
  const isPrivate = message.chat_type === 'private'
  const isFromMe = message.direction === 'outgoing'
  const filled = (jid: string | null, lid: string | null): Aliases => ({
    jid: jid ?? person?.jid ?? null,
    lid: lid ?? person?.lid ?? null,
  })
  return {
    chat: {
      ...(isPrivate && !isFromMe
        ? filled(message.chat_jid, message.chat_lid)
        : { jid: message.chat_jid, lid: message.chat_lid }),
      type: message.chat_type,
    },
    sender: filled(message.sender_jid, message.sender_lid),
    isFromMe,
  }
}

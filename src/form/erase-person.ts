import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  blankQuotes,
  eraseMessagesOf,
  erasePersonFrom,
  findOutgoing,
  forgetRecipients,
  linkAddresses,
  oneRoom,
  type Person,
} from '../message/index.ts'
import type { Transaction } from '../platform/db/store.ts'
import { blankEverywhere, type EraseAnswerDeps } from './erase-answer.ts'
import { type Acquaintance, type FindPersonDeps, findPerson } from './find-person.ts'
import { findAnswer } from './store-answers.ts'
import { blankForm, blankSubmitter, findAnswersOf, findFormsOf } from './store-erase.ts'

export interface ErasePersonDeps extends EraseAnswerDeps, FindPersonDeps {
  store: EraseAnswerDeps['store']
}

/** How much was erased: what an earlier call has erased is not counted. */
export interface Erased {
  forms: number
  answers: number
  messages: number
}

/** What one transaction erased, by message ids, and whether there is nothing left for another one. */
interface Batch {
  messageIds: string[]
  isLast: boolean
}

const BATCH = 50
/** An answer may hold half a megabyte. */
const ANSWERS_AT_ONCE = 5

/**
 * Erases a person from an instance: their answers, forms that went to them, messages both ways and what they wrote in
 * groups, with every copy. What arrives meanwhile is erased too; a call that broke off is mended by repeating it.
 * @throws request_invalid
 */
export async function erasePerson(
  deps: ErasePersonDeps,
  instance: Acquaintance,
  asked: { number: string | undefined; jid: string | undefined },
): Promise<Erased> {
  const erased: Erased = { forms: 0, answers: 0, messages: 0 }
  // What was found between may tell of another address: it goes on until nothing is left of any.
  for (let isLeft = true; isLeft; ) {
    const person = await findPerson(deps, instance, asked)
    isLeft = await eraseRound(deps, instance.id, person, erased)
  }
  await deps.store.purge()
  return erased
}

/** Whether there was anything. */
async function eraseRound(deps: ErasePersonDeps, instanceId: string, person: Person, erased: Erased): Promise<boolean> {
  await deps.store.write(({ sql }) =>
    linkAddresses(sql, instanceId, [...person.jids, ...person.lids], deps.clock.now()),
  )
  const batches: [keyof Erased, (transaction: Transaction) => Promise<Batch>][] = [
    ['forms', (transaction) => eraseForms(deps, transaction, instanceId, person)],
    ['answers', (transaction) => eraseAnswers(deps, transaction, instanceId, person)],
    ['messages', (transaction) => eraseMessagesOf(deps, transaction, instanceId, person, BATCH)],
  ]
  let found = 0
  for (const [what, batch] of batches) {
    for (let isLast = false; !isLast; ) {
      const done = await deps.store.write(batch)
      const { messageIds } = done
      if (messageIds.length > 0) await deps.forgetMessages(instanceId, { messageIds })
      isLast = done.isLast
      erased[what] += messageIds.length
      found += messageIds.length
      await nextTurn()
    }
  }
  await deps.forgetMessages(instanceId, { addresses: [...person.jids, ...person.lids] })
  // Last: it leads to the addresses of the rest.
  await deps.store.write(({ sql }) => forgetRecipients(sql, instanceId, person))
  return found > 0
}

/** With its form its message goes, so that one which waits never goes out. */
async function eraseForms(
  deps: ErasePersonDeps,
  transaction: Transaction,
  instanceId: string,
  person: Person,
): Promise<Batch> {
  const { sql } = transaction
  const messageIds: string[] = []
  const room = oneRoom()
  const forms = await findFormsOf(sql, instanceId, person, '', BATCH)
  for (const { id, message_id: messageId } of forms) {
    if (!(await blankQuotes(deps, transaction, instanceId, messageId, room))) return { messageIds, isLast: false }
    // Before its message, whose failure would tell of the form.
    await blankForm(sql, id)
    for (const message of await findOutgoing(sql, instanceId, [messageId])) {
      await erasePersonFrom(deps, transaction, message, person, room)
    }
    messageIds.push(messageId)
  }
  return { messageIds, isLast: forms.length < BATCH }
}

async function eraseAnswers(
  deps: ErasePersonDeps,
  transaction: Transaction,
  instanceId: string,
  person: Person,
): Promise<Batch> {
  const messageIds: string[] = []
  const room = oneRoom()
  const ids = await findAnswersOf(transaction.sql, instanceId, person, '', ANSWERS_AT_ONCE)
  for (const id of ids) {
    const answer = await findAnswer(transaction.sql, id)
    if (!answer) continue
    if (!(await blankEverywhere(deps, transaction, answer, room))) return { messageIds, isLast: false }
    await blankSubmitter(transaction.sql, answer)
    messageIds.push(answer.message_id)
  }
  return { messageIds, isLast: ids.length < ANSWERS_AT_ONCE }
}

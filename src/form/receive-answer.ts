import {
  type Announce,
  type ChangeStateDeps,
  changeState,
  findOutgoing,
  type KeepMessageDeps,
  keepMessage,
  receiveMessage,
} from '../message/index.ts'
import type { Store, Transaction } from '../platform/db/store.ts'
import type { IncomingMessage } from '../whatsapp/port.ts'
import { adoptAnswersOf } from './adopt-answers.ts'
import { announceAnswered, announceArrival } from './announce-answer.ts'
import type { AnswerDesk } from './answer-desk.ts'
import type { AnswerCounts } from './counts.ts'
import { readAnswer } from './domain/reading.ts'
import { type AnswerOwner, type Arrival, keepAnswer } from './keep-answer.ts'
import type { Form } from './store.ts'
import { type ThankDeps, thank } from './thank.ts'

export interface ReceiveAnswerDeps extends KeepMessageDeps, ChangeStateDeps, ThankDeps {
  store: Pick<Store, 'write'>
  announce: Announce
  answers: AnswerDesk
  answerCounts?: AnswerCounts | undefined
}

/** Names of the buttons that open a form; what answers another native button is a message like any other. */
const FORM_BUTTONS = new Set(['galaxy_message', 'flow'])

/**
 * Reads an answer, finds the form it belongs to, and keeps message, answer, form and events in one transaction.
 * The same answer again changes nothing; one that belongs to no form, or cannot be read, is kept with its reason.
 */
export async function receiveAnswer(
  deps: ReceiveAnswerDeps,
  owner: AnswerOwner,
  incoming: IncomingMessage,
  content: Arrival['content'],
): Promise<void> {
  if (!FORM_BUTTONS.has(content.name)) return receiveMessage(deps, owner, incoming)
  const reading = readAnswer(content, incoming.quoted)
  await deps.store.write(async (transaction) => {
    const message = await keepMessage(deps, transaction, owner, incoming)
    if (!message) return
    // Before this one: they came earlier.
    await adoptAnswersOf(deps, transaction, owner, incoming.sender)
    const arrival = { owner, incoming, content, reading, message }
    const { answer, form, now } = await keepAnswer(deps, transaction, arrival)
    if (form) await proveDelivery(deps, transaction, form, incoming.at)
    if (incoming.delivery !== 'history') transaction.afterCommit(() => deps.answerCounts?.arrived(answer, form))
    await announceArrival(deps, transaction, arrival, answer, now)
    if (form && now) {
      await announceAnswered(deps, transaction, owner, answer, now)
      // What comes with a phone's past was answered long ago.
      if (incoming.delivery !== 'history') await thank(deps, transaction, owner, form)
      transaction.afterCommit(() => deps.answers.tell(form.id))
    }
  })
}

/** Whoever answers has got the message, whatever was heard of it before: most often that it was delivered. */
async function proveDelivery(deps: ReceiveAnswerDeps, transaction: Transaction, form: Form, at: number): Promise<void> {
  if (form.delivered_at !== null || form.read_at !== null) return
  for (const message of await findOutgoing(transaction.sql, form.instance_id, [form.message_id])) {
    await changeState(deps, transaction, message, { state: 'delivered', at, failure: null, isConcluded: true })
  }
}

import {
  type Announce,
  announceMessage,
  type ChangeStateDeps,
  changeState,
  type DispatchDeps,
  enqueue,
  findOutgoing,
  type KeepMessageDeps,
  keepMessage,
  receiveMessage,
} from '../message/index.ts'
import type { Store, Transaction } from '../platform/db/store.ts'
import type { IncomingMessage } from '../whatsapp/port.ts'
import type { AnswerDesk } from './answer-desk.ts'
import { readAnswer } from './domain/reading.ts'
import { type AnswerOwner, type Arrival, keepAnswer } from './keep-answer.ts'
import { type Answer, type Form, findByMessage } from './store.ts'
import { viewAnswer, viewForm } from './view.ts'

export interface ReceiveAnswerDeps extends KeepMessageDeps, ChangeStateDeps, Pick<DispatchDeps, 'compose' | 'queue'> {
  store: Store
  announce: Announce
  answers: AnswerDesk
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
    const arrival = { owner, incoming, content, reading, message }
    const { answer, form } = await keepAnswer(deps, transaction, arrival)
    const now = form && (await findByMessage(transaction.sql, owner.id, form.message_id))
    if (form) await proveDelivery(deps, transaction, form, incoming.at)
    await announceAnswer(deps, transaction, arrival, answer, now)
    if (form) await thank(deps, transaction, owner, form)
    if (form) transaction.afterCommit(() => deps.answers.tell(form.id))
  })
}

/** Whoever answers has got the message, whatever was heard of it before. */
async function proveDelivery(deps: ReceiveAnswerDeps, transaction: Transaction, form: Form, at: number): Promise<void> {
  for (const message of await findOutgoing(transaction.sql, form.instance_id, [form.message_id])) {
    await changeState(deps, transaction, message, { state: 'delivered', at, failure: null })
  }
}

/** Sends the form's `replyText` when its first answer is kept: in the same transaction, so that it goes out once. */
async function thank(deps: ReceiveAnswerDeps, transaction: Transaction, owner: AnswerOwner, form: Form): Promise<void> {
  const { reply_text: text, chat_jid: jid, chat_lid: lid, chat_type: type } = form
  if (text === null || form.answer_count > 0) return
  await enqueue(deps, transaction, owner, {
    recipient: { jid: jid ?? lid ?? form.number, number: form.number, chat: { jid, lid, name: null, type } },
    quoted: null,
    content: { type: 'text', text, mentions: [], preview: null },
    type: 'text',
    text,
    source: form.source,
  })
}

/** Tells the answer twice: as the message that it is, and as `form.answered` when it belongs to a form. */
async function announceAnswer(
  deps: ReceiveAnswerDeps,
  transaction: Transaction,
  { owner, incoming, content, message }: Arrival,
  answer: Answer,
  form: Form | null,
): Promise<void> {
  const { answersInEvents } = owner.settings
  const shownAnswer = viewAnswer(answer)
  const shownForm = form && viewForm(form, answer)
  await announceMessage(deps, transaction, owner, message, incoming, {
    name: content.name,
    body: message.content,
    flow_token: answer.flow_token,
    ...(answersInEvents
      ? { response_json: answer.raw, answers: shownAnswer.answers, form: shownForm }
      : { form: form && { id: form.id } }),
  })
  if (!shownForm) return
  await deps.announce(transaction, {
    instanceId: owner.id,
    orderKey: message.chat_key,
    messageId: message.message_id,
    event: {
      type: 'form.answered',
      data: answersInEvents
        ? { form: shownForm, answer: shownAnswer }
        : { form: withoutValues(shownForm), answer: withoutValues(shownAnswer) },
    },
  })
}

/** For instances that keep what people typed out of events. */
function withoutValues(shown: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(shown).filter(([name]) => name !== 'answers' && name !== 'raw'))
}

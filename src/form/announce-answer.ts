import { type Announce, announceMessage, type KeepMessageDeps } from '../message/index.ts'
import type { Transaction } from '../platform/db/store.ts'
import type { AnswerOwner, Arrival } from './keep-answer.ts'
import type { Form } from './store.ts'
import type { Answer } from './store-answers.ts'
import { viewAnswer, viewForm } from './view.ts'

/** Tells an answer as the message that it is. `form`: as it is now, null where the answer belongs to none. */
export async function announceArrival(
  deps: KeepMessageDeps,
  transaction: Transaction,
  { owner, incoming, content, message }: Arrival,
  answer: Answer,
  form: Form | null,
): Promise<void> {
  await announceMessage(deps, transaction, owner, message, incoming, {
    name: content.name,
    body: message.content,
    flow_token: answer.flow_token,
    ...(owner.settings.answersInEvents
      ? { response_json: answer.raw, answers: viewAnswer(answer).answers, form: form && viewForm(form, answer) }
      : { form: form && { id: form.id } }),
  })
}

/** Tells `form.answered` of a form as it is now. */
export async function announceAnswered(
  { announce }: { announce: Announce },
  transaction: Transaction,
  owner: AnswerOwner,
  answer: Answer,
  form: Form,
): Promise<void> {
  const shown = { form: viewForm(form, answer), answer: viewAnswer(answer) }
  await announce(transaction, {
    instanceId: owner.id,
    orderKey: answer.chat_key,
    messageId: answer.message_id,
    event: {
      type: 'form.answered',
      data: owner.settings.answersInEvents
        ? shown
        : { form: withoutValues(shown.form), answer: withoutValues(shown.answer) },
    },
  })
}

/** For instances that keep what people typed out of events. */
function withoutValues(shown: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(shown).filter(([name]) => name !== 'answers' && name !== 'raw'))
}

import type { Announce } from '../message/index.ts'
import type { Transaction } from '../platform/db/store.ts'
import { type Form, findAnswer, findFormById } from './store.ts'
import { viewForm } from './view.ts'

/** Tells a form as it is now, by each of the event types, in the transaction of what happened to it. */
export async function announceForm(
  { announce }: { announce: Announce },
  transaction: Transaction,
  formId: string,
  types: readonly ('form.sent' | 'form.status' | 'form.expired')[],
): Promise<void> {
  const form = await findFormById(transaction.sql, formId)
  if (!form) return
  const latest = form.latest_answer_id === null ? null : await findAnswer(transaction.sql, form.latest_answer_id)
  const data = { form: viewForm(form, latest) }
  for (const type of types) {
    await announce(transaction, {
      instanceId: form.instance_id,
      orderKey: orderKeyOf(form),
      messageId: form.message_id,
      event: { type, data },
    })
  }
}

/** Events of a form stand in one order with those of its chat. */
function orderKeyOf(form: Form): string | null {
  return form.chat_jid ?? form.chat_lid
}

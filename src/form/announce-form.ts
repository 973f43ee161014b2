import type { Announce } from '../message/index.ts'
import type { Transaction } from '../platform/db/store.ts'
import type { Form } from './store.ts'
import { viewForm } from './view.ts'

/** Tells a form as it is now, by each of the event types, in the transaction of what happened to it. */
export async function announceForm(
  { announce }: { announce: Announce },
  transaction: Transaction,
  form: Form,
  types: readonly ('form.sent' | 'form.status' | 'form.expired')[],
): Promise<void> {
  // None of these is told of a form that was answered: what people typed is in `form.answered` alone.
  const data = { form: viewForm(form, null) }
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

import { type DispatchDeps, enqueue } from '../message/index.ts'
import type { Transaction } from '../platform/db/store.ts'
import type { AnswerOwner } from './keep-answer.ts'
import type { Form } from './store.ts'

export type ThankDeps = Parameters<typeof enqueue>[0] & Pick<DispatchDeps, 'compose' | 'queue'>

/**
 * Sends the form's `replyText` when its first answer is kept: in the same transaction, so that it goes out once. `form`
 * is as it was before that answer.
 */
export async function thank(deps: ThankDeps, transaction: Transaction, owner: AnswerOwner, form: Form): Promise<void> {
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

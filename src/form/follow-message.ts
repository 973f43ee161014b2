import { advance } from '../kernel/send-state.ts'
import type { Announce, MessageFollower } from '../message/index.ts'
import { findAnswer, findByMessage, updateFormState } from './store.ts'
import { viewForm } from './view.ts'

/** Keeps a form in step with the message that carries it; told in the message's own transaction. */
export function createFormFollower(announce: Announce): MessageFollower {
  return async (transaction, message, change) => {
    const { sql } = transaction
    const form = await findByMessage(sql, message.instance_id, message.message_id)
    if (!form || advance(form.state, change.state) !== change.state || form.state === change.state) return
    await updateFormState(sql, form.id, change)
    const moved = await findByMessage(sql, message.instance_id, message.message_id)
    if (!moved) return
    const latest = moved.latest_answer_id === null ? null : await findAnswer(sql, moved.latest_answer_id)
    const data = { form: viewForm(moved, latest) }
    const about = { instanceId: message.instance_id, orderKey: message.chat_key, messageId: message.message_id }
    if (change.state === 'sent') await announce(transaction, { ...about, event: { type: 'form.sent', data } })
    await announce(transaction, { ...about, event: { type: 'form.status', data } })
  }
}

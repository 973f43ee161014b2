import { advance } from '../kernel/send-state.ts'
import type { Announce, MessageFollower } from '../message/index.ts'
import { announceForm } from './announce-form.ts'
import { findByMessage, updateFormState } from './store.ts'

/** Keeps a form in step with the message that carries it; told in the message's own transaction. */
export function createFormFollower(announce: Announce): MessageFollower {
  return async (transaction, message, change) => {
    const form = await findByMessage(transaction.sql, message.instance_id, message.message_id)
    if (!form || advance(form.state, change.state) !== change.state || form.state === change.state) return
    await updateFormState(transaction.sql, form.id, change)
    const types = change.state === 'sent' ? (['form.sent', 'form.status'] as const) : (['form.status'] as const)
    await announceForm({ announce }, transaction, form.id, types)
  }
}

import { advance } from '../kernel/send-state.ts'
import type { Announce, Message, MessageFollower, StateChange } from '../message/index.ts'
import type { Transaction } from '../platform/db/store.ts'
import { announceForm } from './announce-form.ts'
import { moveForm, noteReceipt } from './change-form.ts'
import type { Expiry } from './expire-forms.ts'
import { type Form, findByMessage, setExpiry } from './store.ts'

export interface FollowMessageDeps {
  announce: Announce
  expiry: Pick<Expiry, 'mind'>
  /** Gives a form the answers that came before it. */
  adopt(transaction: Transaction, form: Form): Promise<void>
}

/** Keeps a form in step with the message that carries it; told in the message's own transaction. */
export function createFormFollower(deps: FollowMessageDeps): MessageFollower {
  return async (transaction, message, change) => {
    // No form is carried by a text; a form that was revoked is `revoked`.
    if (message.type === 'text') return
    const form = await findByMessage(transaction.sql, message.instance_id, message.message_id)
    if (!form) return
    if (advance(form.state, change.state) !== change.state || form.state === change.state) {
      if (!change.isConcluded) await noteReceipt(transaction, form, change)
      return
    }
    const timed = form.state === 'queued' ? await startTime(deps, transaction, form, message, change) : form
    const moved = await moveForm(transaction, timed, change)
    const isFirst = isFirstSight(form, change)
    await announceForm(deps, transaction, moved, isFirst ? ['form.sent', 'form.status'] : ['form.status'])
    if (isFirst) await deps.adopt(transaction, moved)
  }
}

/** A receipt may be the first that is heard of a form that went out. */
function isFirstSight(form: Form, { state }: StateChange): boolean {
  if (form.sent_at !== null || form.delivered_at !== null || form.read_at !== null) return false
  return state === 'sent' || state === 'delivered' || state === 'read'
}

/** The time of a form that had to wait is counted from when it really goes out. */
async function startTime(
  { expiry }: FollowMessageDeps,
  transaction: Transaction,
  form: Form,
  message: Message,
  { at }: StateChange,
): Promise<Form> {
  if (form.expires_at === null) return form
  const expiresAt = form.expires_at + at - (message.due_at ?? message.created_at)
  await setExpiry(transaction.sql, form.id, expiresAt)
  transaction.afterCommit(() => expiry.mind(expiresAt))
  return { ...form, expires_at: expiresAt }
}

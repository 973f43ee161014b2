import type { Announcement } from '../kernel/event.ts'
import { advance } from '../kernel/send-state.ts'
import type { Transaction } from '../platform/db/store.ts'
import type { SendCounts } from './counts.ts'
import { statusOf } from './domain/exchange.ts'
import { type Message, type StateChange, updateState } from './store.ts'

/** Puts an event into the transaction that makes it true. */
export type Announce = (transaction: Transaction, announcement: Announcement) => Promise<void>

/** Told in the same transaction of every change of one of our messages: how a form keeps step with its message. */
export type MessageFollower = (transaction: Transaction, message: Message, change: StateChange) => Promise<void>

export interface ChangeStateDeps {
  announce: Announce
  followers: readonly MessageFollower[]
  counts?: SendCounts | undefined
}

/**
 * Moves one of our messages on, never backwards, tells `message.status` and whoever follows it; all in the caller's
 * transaction. Returns the message as it is now.
 */
export async function changeState(
  deps: ChangeStateDeps,
  transaction: Transaction,
  message: Message,
  news: StateChange,
): Promise<Message> {
  // WhatsApp tells whole seconds: nothing shall seem to happen before the message was made.
  const change = { ...news, at: Math.max(news.at, message.created_at) }
  if (message.state === 'received' || advance(message.state, change.state) !== change.state) return message
  if (message.state === change.state) return message
  await updateState(transaction.sql, message.id, change)
  transaction.afterCommit(() => deps.counts?.moved(message, change))
  const status = statusOf(message, change)
  if (status) {
    await deps.announce(transaction, {
      instanceId: message.instance_id,
      event: { type: 'message.status', data: status },
      orderKey: message.chat_key,
      messageId: message.message_id,
    })
  }
  for (const follow of deps.followers) await follow(transaction, message, change)
  return {
    ...message,
    state: change.state,
    failure_code: change.failure?.code ?? message.failure_code,
    failure_message: change.failure?.message ?? message.failure_message,
    sent_at: change.state === 'sent' ? change.at : message.sent_at,
  }
}

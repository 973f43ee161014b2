import type { Transaction } from '../platform/db/store.ts'
import type { Announce } from './change-state.ts'
import { exchangeOf } from './domain/exchange.ts'
import { findCopies, type Message } from './store.ts'

/** Tells a message of ours as `message.exchange`, in the transaction in which WhatsApp is about to be asked for it. */
export async function announceSend(
  deps: { announce: Announce },
  transaction: Transaction,
  message: Message,
): Promise<void> {
  const quoted = message.quoted_message_id
  const copies = quoted === null ? [] : await findCopies(transaction.sql, message.instance_id, quoted)
  const original = copies.find((copy) => copy.chat_key === message.chat_key) ?? copies[0]
  await deps.announce(transaction, {
    instanceId: message.instance_id,
    event: { type: 'message.exchange', data: exchangeOf(message, null, original?.content ?? '', null) },
    orderKey: message.chat_key,
    messageId: message.message_id,
  })
}

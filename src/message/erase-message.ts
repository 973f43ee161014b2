import type { Clock } from '../kernel/clock.ts'
import type { ErasedEvents, EventType } from '../kernel/event.ts'
import type { Transaction } from '../platform/db/store.ts'
import { type ChangeStateDeps, changeState } from './change-state.ts'
import { ERASED } from './domain/failure.ts'
import type { Message } from './store.ts'
import { blankContent, findQuoting } from './store-erase.ts'

export interface EraseMessageDeps extends ChangeStateDeps {
  clock: Clock
  /** Erases what events tell of a message, in the transaction that erases the message. */
  blank(transaction: Transaction, erased: ErasedEvents): Promise<void>
}

type Named = Pick<Message, 'instance_id' | 'chat_key' | 'message_id'>

/**
 * Erases what a message says from every copy of it: its row, messages that quote it, their events. That it was there,
 * and when, stays. A message of ours that quotes it and still waits cannot go out any more: it fails.
 * `types`: events of other types are left alone.
 */
export async function blankMessage(
  deps: EraseMessageDeps,
  transaction: Transaction,
  message: Named,
  types?: readonly EventType[],
): Promise<void> {
  const { instance_id: instanceId, chat_key: chatKey, message_id: messageId } = message
  await blankContent(transaction.sql, message)
  await deps.blank(transaction, { instanceId, messageId, orderKeys: [chatKey], types, blanking: 'values' })
  await blankQuotes(deps, transaction, instanceId, messageId)
}

/** Erases the copies of a message that stand in those which quote it. */
export async function blankQuotes(
  deps: EraseMessageDeps,
  transaction: Transaction,
  instanceId: string,
  messageId: string,
): Promise<void> {
  for (const quoting of await findQuoting(transaction.sql, instanceId, messageId)) {
    await failQueued(deps, transaction, quoting)
    await deps.blank(transaction, { instanceId, messageId: quoting.message_id, blanking: 'quote' })
  }
}

/** A message that waits for its time never goes out. */
export async function failQueued(deps: EraseMessageDeps, transaction: Transaction, message: Message): Promise<void> {
  if (message.state !== 'queued') return
  await changeState(deps, transaction, message, { state: 'failed', at: deps.clock.now(), failure: ERASED })
}

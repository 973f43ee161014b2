import type { Transaction } from '../platform/db/store.ts'
import { blankQuotes, type EraseMessageDeps, failQueued } from './erase-message.ts'
import type { Message } from './store.ts'
import { blankPerson, findMessagesOf, type Person } from './store-person.ts'

export type { Person } from './store-person.ts'

/**
 * Erases messages of a person, at most `limit`: their private chat both ways, and what they wrote in groups. Returns
 * their message ids.
 */
export async function eraseMessagesOf(
  deps: EraseMessageDeps,
  transaction: Transaction,
  instanceId: string,
  person: Person,
  limit: number,
): Promise<string[]> {
  const messages = await findMessagesOf(transaction.sql, instanceId, person, '', limit)
  // The newest first: what quotes another goes before that one.
  for (const message of messages.toReversed()) await erasePersonFrom(deps, transaction, message, person)
  return messages.map(({ message_id: messageId }) => messageId)
}

/** Erases a message and whom it names, everywhere. One that still waits fails, and that is told of nobody. */
export async function erasePersonFrom(
  deps: EraseMessageDeps,
  transaction: Transaction,
  message: Message,
  person: Person,
): Promise<void> {
  const { instance_id: instanceId, message_id: messageId, chat_key: chatKey, chat_type: type } = message
  const orderKeys = type === 'group' ? [chatKey] : [...person.jids, ...person.lids]
  await deps.blank(transaction, { instanceId, messageId, orderKeys, blanking: 'person' })
  await failQueued(deps, transaction, await blankPerson(transaction.sql, message))
  await blankQuotes(deps, transaction, instanceId, messageId)
}

import type { Transaction } from '../platform/db/store.ts'
import { blankQuotes, type EraseMessageDeps, failQueued, oneRoom, type Room } from './erase-message.ts'
import type { Message } from './store.ts'
import { blankPerson, findMessagesOf, type Person } from './store-person.ts'

export type { Person } from './store-person.ts'

/**
 * Erases messages of a person, at most `limit`: their private chat both ways, and what they wrote in groups. Returns
 * their message ids, and whether there is nothing left.
 */
export async function eraseMessagesOf(
  deps: EraseMessageDeps,
  transaction: Transaction,
  instanceId: string,
  person: Person,
  limit: number,
): Promise<{ messageIds: string[]; isLast: boolean }> {
  const messages = await findMessagesOf(transaction.sql, instanceId, person, '', limit)
  const messageIds: string[] = []
  const room = oneRoom()
  // The newest first: what quotes another goes before that one.
  for (const message of messages.toReversed()) {
    if (!(await erasePersonFrom(deps, transaction, message, person, room))) return { messageIds, isLast: false }
    messageIds.push(message.message_id)
  }
  return { messageIds, isLast: messages.length < limit }
}

/**
 * Erases a message and whom it names, everywhere. One that still waits fails, and that is told of nobody. False: the
 * room was too small, and another transaction has to go on.
 */
export async function erasePersonFrom(
  deps: EraseMessageDeps,
  transaction: Transaction,
  message: Message,
  person: Person,
  room: Room,
): Promise<boolean> {
  const { instance_id: instanceId, message_id: messageId, chat_key: chatKey, chat_type: type } = message
  if (!(await blankQuotes(deps, transaction, instanceId, messageId, room))) return false
  const orderKeys = type === 'group' ? [chatKey] : [...person.jids, ...person.lids]
  await deps.blank(transaction, { instanceId, messageId, orderKeys, blanking: 'person' })
  await failQueued(deps, transaction, await blankPerson(transaction.sql, message))
  return true
}

import type { Clock } from '../kernel/clock.ts'
import type { ErasedEvents, EventType } from '../kernel/event.ts'
import type { Transaction } from '../platform/db/store.ts'
import { type ChangeStateDeps, changeState } from './change-state.ts'
import { ERASED } from './domain/failure.ts'
import type { Message } from './store.ts'
import { blankContent, dropBytes, findQuoting, selectMessages } from './store-erase.ts'

export interface EraseMessageDeps extends ChangeStateDeps {
  clock: Clock
  /** Erases what events tell of a message, in the transaction that erases the message. */
  blank(transaction: Transaction, erased: ErasedEvents): Promise<void>
}

type Named = Pick<Message, 'instance_id' | 'chat_key' | 'message_id'>

/** How many quoting messages one transaction still blanks: every answer quotes its form, and there may be thousands. */
export interface Room {
  quotes: number
}

/** The room of one transaction. */
export function oneRoom(): Room {
  return { quotes: 200 }
}

/**
 * Erases what a message says from every copy of it: messages that quote it, their events, and its row last, so that it
 * is found again until all are gone. That it was there, and when, stays. A message of ours that quotes it and still
 * waits cannot go out any more: it fails. `types`: events of other types are left alone.
 * False: the room was too small, and another transaction has to go on.
 */
export async function blankMessage(
  deps: EraseMessageDeps,
  transaction: Transaction,
  message: Named,
  room: Room,
  types?: readonly EventType[],
): Promise<boolean> {
  const { instance_id: instanceId, chat_key: chatKey, message_id: messageId } = message
  if (!(await blankQuotes(deps, transaction, instanceId, messageId, room))) return false
  await blankContent(transaction.sql, message)
  await deps.blank(transaction, { instanceId, messageId, orderKeys: [chatKey], types, blanking: 'values' })
  return true
}

/** Erases the copies of a message that stand in those which quote it. False: some are left for another transaction. */
export async function blankQuotes(
  deps: EraseMessageDeps,
  transaction: Transaction,
  instanceId: string,
  messageId: string,
  room: Room,
): Promise<boolean> {
  const { sql } = transaction
  const found = await findQuoting(sql, instanceId, messageId, room.quotes + 1)
  const quoting = found.slice(0, room.quotes)
  if (quoting.length > 0)
    await dropBytes(
      sql,
      quoting.map(({ id }) => id),
    )
  for (const { id, message_id, state } of quoting) {
    if (state === 'queued') {
      const waiting = await selectMessages(sql).where('id', '=', id).executeTakeFirstOrThrow()
      await failQueued(deps, transaction, waiting)
    }
    await deps.blank(transaction, { instanceId, messageId: message_id, types: QUOTES, blanking: 'quote' })
  }
  room.quotes -= quoting.length
  return quoting.length === found.length
}

/** Only these events tell of what a message quotes. */
const QUOTES = ['message.exchange'] as const

/** A message that waits for its time never goes out. */
export async function failQueued(deps: EraseMessageDeps, transaction: Transaction, message: Message): Promise<void> {
  if (message.state !== 'queued') return
  await changeState(deps, transaction, message, { state: 'failed', at: deps.clock.now(), failure: ERASED })
}

import { restrictInstance } from '../instance/index.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transaction } from '../platform/db/store.ts'
import type { LineNews } from '../whatsapp/port.ts'
import type { AckDesk } from './ack-desk.ts'
import { type ChangeStateDeps, changeState } from './change-state.ts'
import { failureOfAck } from './domain/failure.ts'
import type { Pace } from './pace.ts'
import { findOutgoing, type Message } from './store.ts'
import type { InOrder } from './writes-in-order.ts'

export interface ReceiveNewsDeps extends ChangeStateDeps {
  inOrder: InOrder
  acks: AckDesk
  pace: Pace
  clock: Clock
}

type Ack = Extract<LineNews, { type: 'ack' }>
type Receipt = Extract<LineNews, { type: 'receipt' }>

/** Keeps the server's verdict on a message of ours and wakes the call that waits for it. */
export async function receiveAck(deps: ReceiveNewsDeps, instanceId: string, ack: Ack): Promise<void> {
  await deps.inOrder(instanceId).writeSurely(async (transaction) => {
    for (const message of await findOutgoing(transaction.sql, instanceId, [ack.messageId])) {
      const failure = ack.failure && failureOfAck(ack.failure)
      const state = failure ? ('failed' as const) : ('sent' as const)
      const changed: Message = await changeState(deps, transaction, message, { state, at: ack.at, failure })
      transaction.afterCommit(() => deps.acks.settle(changed))
      if (ack.failure?.reason === 'account_restricted') await stopFirstContacts(deps, transaction, instanceId)
      // What is sent again, for a device that could not read it, is judged again.
      if (message.state !== 'sending') continue
      transaction.afterCommit(() => deps.counts?.judged(message, ack.failure?.code ?? null))
    }
  })
}

/** Those that wait learn of it at once. */
async function stopFirstContacts(deps: ReceiveNewsDeps, transaction: Transaction, instanceId: string): Promise<void> {
  await restrictInstance(deps, transaction, instanceId)
  transaction.afterCommit(() => deps.pace.lookAgain(instanceId))
}

/**
 * Keeps that messages of ours were delivered or read. In a group the first member counts. "Played" is told of voice
 * messages, which this gateway does not send: for a state it means read.
 */
export async function receiveReceipt(deps: ReceiveNewsDeps, instanceId: string, receipt: Receipt): Promise<void> {
  const state = receipt.status === 'played' ? 'read' : receipt.status
  await deps.inOrder(instanceId).writeSurely(async (transaction) => {
    for (const message of await findOutgoing(transaction.sql, instanceId, receipt.messageIds)) {
      if (!isFromChat(message, receipt)) continue
      const changed = await changeState(deps, transaction, message, { state, at: receipt.at, failure: null })
      transaction.afterCommit(() => deps.acks.settle(changed))
    }
  })
}

/** A receipt counts only from the chat that the message went to: anyone may name any id. */
function isFromChat(message: Message, receipt: Receipt): boolean {
  const { jid, lid } = receipt.chat
  return (jid !== null && jid === message.chat_jid) || (lid !== null && lid === message.chat_lid)
}

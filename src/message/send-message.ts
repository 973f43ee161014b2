import type { Transaction } from '../platform/db/store.ts'
import type { Line, OutgoingContent } from '../whatsapp/port.ts'
import { addressSend, type Sender } from './address-send.ts'
import { type DispatchDeps, dispatch } from './dispatch.ts'
import type { SendFields } from './domain/send-fields.ts'
import type { OnceDesk, Outcome } from './once.ts'
import type { Recipient, ResolveRecipientDeps } from './resolve-recipient.ts'
import type { SendCall } from './send-call.ts'
import type { Message } from './store.ts'
import { type ReplyExtra, sendReply } from './view.ts'

export interface SendMessageDeps extends DispatchDeps, ResolveRecipientDeps {
  once: OnceDesk
  /** The open line of an instance. @throws instance_not_connected */
  connectedLine(instanceId: string): Line
}

/** What one kind of message adds to what every send does. */
export interface Kind {
  /** As callers read it back: `interactive`, `text`, … */
  type: string
  text: string
  /** The content, once it is known for whom, and what the answer tells beside the message. */
  compose(line: Line, recipient: Recipient): Promise<{ content: OutgoingContent; extra: ReplyExtra }>
  /** Rows that are stored in the very transaction of the message's own. */
  alongside?(transaction: Transaction, message: Message, recipient: Recipient): Promise<void>
  /** What the answer tells beside a message that an earlier process kept. */
  recall(message: Message): Promise<ReplyExtra>
}

/**
 * Sends a message whose body was checked: key, connection, recipient, reply, in this order, then on its way.
 * @throws request_invalid, idempotency_mismatch, too_many_waiting, instance_not_connected, number_invalid,
 * reply_message_not_found, reply_other_instance, private_reply_failed, account_restricted, instance_not_found,
 * send_failed
 */
export async function sendMessage(
  deps: SendMessageDeps,
  sender: Sender,
  fields: SendFields,
  call: SendCall,
  kind: Kind,
): Promise<Outcome> {
  return deps.once.run(sender.id, call, {
    async work(claim) {
      const line = deps.connectedLine(sender.id)
      const addressed = await addressSend(deps, line, sender, fields)
      const { content, extra } = await kind.compose(line, addressed.recipient)
      const message = await dispatch(deps, line, sender, call, {
        ...addressed,
        content,
        type: kind.type,
        text: kind.text,
        source: fields.source,
        delayMs: fields.delayMs,
        async alongside(transaction, row) {
          await kind.alongside?.(transaction, row, addressed.recipient)
          await claim(transaction, row)
        },
      })
      return sendReply(message, extra)
    },
    recall: async (message) => sendReply(message, await kind.recall(message)),
  })
}

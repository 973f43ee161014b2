export { type AckDesk, createAckDesk } from './ack-desk.ts'
export { addressSend, type Sender } from './address-send.ts'
export type { Announce, ChangeStateDeps, MessageFollower } from './change-state.ts'
export { type DispatchDeps, dispatch, enqueue } from './dispatch.ts'
export { readSendFields } from './domain/send-fields.ts'
export { watchSends } from './fail-overdue.ts'
export { fetchPreview } from './fetch-preview.ts'
export {
  announceMessage,
  type KeepMessageDeps,
  keepMessage,
  type MessageOwner,
  receiveMessage,
} from './keep-message.ts'
export { createOnceDesk, type OnceDesk, type Outcome } from './once.ts'
export { type ReceiveNewsDeps, receiveAck, receiveReceipt } from './receive-news.ts'
export { recoverSends } from './recover-sends.ts'
export { type Recipient, type ResolveRecipientDeps, resolveRecipient } from './resolve-recipient.ts'
export { registerMessageRoutes } from './routes.ts'
export { checkedLater, SEND_ERRORS, sendHeaders, sharedSendFields } from './schema.ts'
export { answerOnce, readCall } from './schema-call.ts'
export { sendReply, sendReplySchema } from './schema-reply.ts'
export type { SendCall } from './send-call.ts'
export { createSendQueue } from './send-queue.ts'
export { findSent, type Message, type StateChange } from './store.ts'

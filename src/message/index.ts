export { type AckDesk, createAckDesk } from './ack-desk.ts'
export type { Announce, ChangeStateDeps, MessageFollower } from './change-state.ts'
export { type DispatchDeps, dispatch, type Parcel, type Sender } from './dispatch.ts'
export {
  announceMessage,
  type KeepMessageDeps,
  keepMessage,
  type MessageOwner,
  receiveMessage,
} from './keep-message.ts'
export { type ReceiveNewsDeps, receiveAck, receiveReceipt } from './receive-news.ts'
export { recoverSends } from './recover-sends.ts'
export { type Recipient, type ResolveRecipientDeps, resolveRecipient } from './resolve-recipient.ts'
export { optionalText, sendReply, sendReplySchema, sharedSendFields, type Warning } from './schema.ts'
export { findSent, type Message, type StateChange } from './store.ts'

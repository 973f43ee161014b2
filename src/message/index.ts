export type { Sender } from './address-send.ts'
export { type Announce, type ChangeStateDeps, changeState, type MessageFollower } from './change-state.ts'
export type { SendCounts } from './counts.ts'
export { type DispatchDeps, enqueue } from './dispatch.ts'
export { readSendFields } from './domain/send-fields.ts'
export { eraseExpiredMessages } from './erase-expired.ts'
export { blankMessage, blankQuotes, type EraseMessageDeps, oneRoom, type Room } from './erase-message.ts'
export { eraseMessagesOf, erasePersonFrom, type Person } from './erase-person.ts'
export {
  announceMessage,
  type KeepMessageDeps,
  keepMessage,
  type MessageOwner,
  receiveMessage,
} from './keep-message.ts'
export { markAsRead } from './mark-read.ts'
export { createMessages } from './messages.ts'
export type { Outcome } from './once.ts'
export { answerOnce, readCall } from './read-call.ts'
export { receiveCall } from './receive-call.ts'
export { type ReceiveNewsDeps, receiveAck, receiveReceipt } from './receive-news.ts'
export type { Recipient } from './resolve-recipient.ts'
export { registerMessageRoutes } from './routes.ts'
export { checkedLater, REQUIRED, SEND_ERRORS, sendHeaders, sharedSendFields } from './schema.ts'
export { messageData } from './schema-chat.ts'
export { sendReplySchema } from './schema-reply.ts'
export type { SendCall } from './send-call.ts'
export { type SendMessageDeps, sendMessage } from './send-message.ts'
export {
  type Author,
  ERASED_CHAT,
  findAuthor,
  findOutgoing,
  findSent,
  isKept,
  type Message,
  type StateChange,
} from './store.ts'
export { addressesOf, findMessagesOf, forgetRecipients, some } from './store-person.ts'
export { linkAddresses } from './store-recipients.ts'
export { measureSends } from './store-waiting.ts'
export { viewMessage } from './view.ts'

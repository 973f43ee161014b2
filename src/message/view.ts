import { toIso } from '../kernel/clock.ts'
import type { Warning } from '../kernel/field-reader.ts'
import type { SendState } from '../kernel/send-state.ts'
import { chatOf } from './domain/exchange.ts'
import { STATUS_CODES, wordOfState } from './domain/status.ts'
import type { Message } from './store.ts'

/** A kept message as `getMessage` shows it. `ownJid`: the number of the instance. Pure. */
export function viewMessage(message: Message, ownJid: string | null) {
  const chat = message.chat_jid ?? message.chat_lid
  const isGroup = message.chat_type === 'group'
  return {
    content: message.content,
    type: message.type,
    from: message.sender_jid ?? message.sender_lid,
    to: message.direction === 'incoming' && !isGroup ? ownJid : chat,
    chat,
    timestamp: toIso(message.at),
    isGroup,
    status: wordOfState(message.state),
    direction: message.direction,
    state: message.state,
    source: message.source,
    sender: { jid: message.sender_jid, lid: message.sender_lid, name: message.sender_name },
    replyTo: message.quoted_message_id === null ? null : { messageId: message.quoted_message_id },
    failure: failureOf(message),
  }
}

/** Where a kept message stands, as `status` shows it. Pure. */
export function viewStatus(message: Message) {
  const status = wordOfState(message.state)
  const failure = failureOf(message)
  return {
    message_id: message.message_id,
    status,
    status_code: STATUS_CODES[status],
    direction: message.direction === 'outgoing' ? ('sent' as const) : ('received' as const),
    chat_jid: message.chat_jid ?? message.chat_lid,
    timestamp: toIso(message.at),
    state: message.state,
    ...(failure ? { error: failure } : {}),
  }
}

function failureOf({ state, failure_code: code, failure_message: message }: Message) {
  return state === 'failed' && code !== null ? { code, message: message ?? '' } : null
}

/** What a reply tells beside the message. */
export interface ReplyExtra {
  flowToken?: string | null
  mentions?: string[]
  warnings: readonly Warning[]
}

/** The 200 of every send. */
export function sendReply(message: Message, extra: ReplyExtra) {
  const chat = chatOf(message)
  const { flowToken, mentions = [], warnings } = extra
  return {
    success: true as const,
    message: 'Message sent successfully',
    status: 'sent' as const,
    data: {
      messageId: message.message_id,
      messageType: message.type,
      content: message.content,
      timestamp: toIso(message.at),
      direction: 'outgoing' as const,
      source: message.source,
      state: sendState(message),
      ...(flowToken === undefined ? {} : { flowToken }),
      chat: {
        jid: chat.jid,
        lid: chat.lid,
        type: chat.type,
        ...(chat.type === 'group' && chat.name ? { groupName: chat.name } : {}),
      },
      sender: { jid: message.sender_jid, lid: message.sender_lid, name: message.sender_name },
      ...(message.quoted_message_id === null ? {} : { replyTo: { messageId: message.quoted_message_id } }),
      ...(mentions.length === 0 ? {} : { mentions }),
      warnings: [...warnings],
    },
  }
}

export type SendReply = ReturnType<typeof sendReply>

/** The state of one of our own; only what came in is `received`. */
function sendState({ state }: Message): SendState {
  return state === 'received' ? 'sent' : state
}

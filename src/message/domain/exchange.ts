import { toIso } from '../../kernel/clock.ts'
import type { Chat, InteractiveReply, MessageExchange, MessageStatus } from '../../kernel/event.ts'
import type { SendState } from '../../kernel/send-state.ts'
import type { Message, StateChange } from '../store.ts'

/** The chat of a message as events and replies show it. */
export function chatOf(message: Message): Chat {
  return { jid: message.chat_jid, lid: message.chat_lid, name: message.chat_name, type: message.chat_type }
}

/** The `message.exchange` payload of a kept message. Pure. */
export function exchangeOf(
  message: Message,
  ownJid: string | null,
  quotedText: string,
  interactive: InteractiveReply | null,
): MessageExchange {
  const isIncoming = message.direction === 'incoming'
  return {
    id: message.message_id,
    direction: message.direction,
    timestamp: toIso(message.at),
    chat: chatOf(message),
    sender: { jid: message.sender_jid, lid: message.sender_lid, name: message.sender_name },
    recipient: { jid: isIncoming && message.chat_type === 'private' ? ownJid : (message.chat_jid ?? message.chat_lid) },
    reply: message.quoted_message_id === null ? null : { message_id: message.quoted_message_id, text: quotedText },
    message: {
      type: message.type,
      content: message.content,
      source: message.source,
      isEdit: false,
      media: null,
      context: null,
      interactive,
    },
  }
}

/** The word of `message.status` for a state; null for states that receivers are not told of. Pure. */
export function statusWord(state: SendState | 'played'): MessageStatus['status'] | null {
  switch (state) {
    case 'sent':
    case 'delivered':
    case 'read':
    case 'played':
      return state
    case 'failed':
      return 'error'
    case 'queued':
    case 'sending':
    case 'answered':
    case 'expired':
    case 'unknown':
      return null
  }
}

/** The `message.status` payload that tells a change of state; null when there is nothing to tell. Pure. */
export function statusOf(message: Message, change: StateChange): MessageStatus | null {
  const status = statusWord(change.state)
  if (status === null) return null
  return {
    timestamp: toIso(change.at),
    status,
    messageIds: [message.message_id],
    chat: chatOf(message),
    recipient: { jid: message.chat_jid ?? message.chat_lid },
    ...(change.failure ? { error: change.failure } : {}),
  }
}

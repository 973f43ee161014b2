import { proto, type WAMessage } from '@whiskeysockets/baileys'
import type { Contact, IncomingContent, IncomingMessage } from '../port.ts'
import { contentOf, contextOf, textOf, unwrap } from './content.ts'
import { contactFrom, isGroup, isPerson, isSamePerson, plainJid } from './people.ts'

/** Clients make ids of 16 to 32 characters; the sender chooses them, and stores index them. */
const LONGEST_ID = 255

/** UTF-16 units of an answer that are handed on. The reading takes fewer bytes, so a longer one stays too long. */
const LONGEST_PARAMS = 300_000

/** Bytes of a message that are kept. The largest of honest clients, a text with a picture of its link, has a tenth. */
const LARGEST_RAW = 1024 * 1024

const { REVOKE, MESSAGE_EDIT } = proto.Message.ProtocolMessage.Type

export interface DecodeContext {
  me: Contact
  delivery: IncomingMessage['delivery']
  /** Milliseconds; stands in for a timestamp that makes no sense. */
  nowMs: number
}

/**
 * WhatsApp's message in our words, or null for what is no message to us: statuses, newsletters, broadcasts,
 * notices, protocol messages, ids that no client makes, and what could not be decrypted. Never throws, whatever the
 * content. Pure.
 */
export function decode(received: WAMessage, context: DecodeContext): IncomingMessage | null {
  try {
    return decodeMessage(received, context)
  } catch {
    return null
  }
}

function decodeMessage(received: WAMessage, { me, delivery, nowMs }: DecodeContext): IncomingMessage | null {
  const { key, message } = received
  const messageId = key.id
  if (!messageId || messageId.length > LONGEST_ID || !message || !key.remoteJid || received.messageStubType) return null
  const inner = unwrap(message)
  const at = timeOf(received.messageTimestamp, nowMs)
  const content = inner === null ? null : decodeContent(inner, Math.min(at, nowMs), nowMs)
  const parties = partiesOf(received, me)
  if (inner === null || content === null || parties === null) return null
  return {
    messageId,
    delivery,
    ...parties,
    at,
    content,
    raw: bytesOf(message),
    quoted: quotedOf(editedIn(inner) ?? inner),
    address: { chat: plainJid(key.remoteJid), author: plainJid(key.participant ?? '') || null },
  }
}

function bytesOf(message: proto.IMessage): Uint8Array {
  const bytes = proto.Message.encode(message).finish()
  return bytes.length > LARGEST_RAW ? new Uint8Array() : bytes
}

type Parties = Pick<IncomingMessage, 'chat' | 'sender' | 'isFromMe'>

/** A private chat is a person by both addresses; in a group the sender is. An address of ours is never the other's. */
function partiesOf({ key, pushName }: WAMessage, me: Contact): Parties | null {
  const chatJid = plainJid(key.remoteJid ?? '')
  const name = pushName || null
  if (isGroup(chatJid)) {
    const sender = contactFrom(key.participant, key.participantAlt)
    if (sender === null) return null
    const isFromMe = isSamePerson(sender, me)
    return {
      chat: { jid: chatJid, lid: null, type: 'group' },
      sender: isFromMe ? me : { ...sender, name },
      isFromMe,
    }
  }
  if (!isPerson(chatJid)) return null
  const isFromMe = key.fromMe === true
  const alt = contactFrom(key.remoteJidAlt, null)
  const isAltOurs = isFromMe && alt !== null && isSamePerson(alt, me)
  const other = contactFrom(key.remoteJid, isAltOurs ? null : key.remoteJidAlt)
  if (other === null) return null
  return {
    chat: { ...other, type: 'private' },
    sender: isFromMe ? me : { ...other, name },
    isFromMe,
  }
}

function decodeContent(message: proto.IMessage, at: number, nowMs: number): IncomingContent | null {
  if (message.protocolMessage) return decodeChange(message, message.protocolMessage, at, nowMs)
  const found = contentOf(message)
  if (found === null) return null
  const [name] = found
  if (name === 'conversation' || name === 'extendedTextMessage') return { type: 'text', text: textOf(message) }
  const answer = message.interactiveResponseMessage
  if (answer?.nativeFlowResponseMessage) {
    const { name: button, paramsJson, version } = answer.nativeFlowResponseMessage
    return {
      type: 'form_answer',
      name: button ?? '',
      body: answer.body?.text ?? '',
      paramsJson: (paramsJson ?? '').slice(0, LONGEST_PARAMS),
      version: version || null,
    }
  }
  return { type: 'other', kind: name.replace(/Message/, ''), text: textOf(message) }
}

/**
 * What an edit or a revoke says of another message. Of the key in it only the id counts: the rest, chat and author, is
 * the sender's word, and the stanza knows better.
 */
function decodeChange(
  message: proto.IMessage,
  { type, key, timestampMs }: proto.Message.IProtocolMessage,
  at: number,
  nowMs: number,
): IncomingContent | null {
  const messageId = key?.id
  if (!messageId || messageId.length > LONGEST_ID) return null
  if (type === REVOKE) return { type: 'revoke', messageId }
  const edited = type === MESSAGE_EDIT ? editedIn(message) : null
  if (edited === null) return null
  const content = edited.protocolMessage ? null : decodeContent(edited, at, nowMs)
  if (content?.type !== 'text' && content?.type !== 'other') return null
  return { type: 'edit', messageId, content, editedAt: editTime(timestampMs, at, nowMs), raw: bytesOf(edited) }
}

/** The new content of an edit, out of its wrappers. */
function editedIn({ protocolMessage }: proto.IMessage): proto.IMessage | null {
  const edited = protocolMessage?.editedMessage
  return edited ? unwrap(edited) : null
}

/** By the clock of its author, for resends come late; one that is ahead would keep later edits out. */
function editTime(timestampMs: unknown, at: number, nowMs: number): number {
  const time = Number(timestampMs ?? Number.NaN)
  return Number.isSafeInteger(time) && time > 0 ? Math.min(time, nowMs) : at
}

function quotedOf(message: proto.IMessage): IncomingMessage['quoted'] {
  const context = contextOf(message)
  if (!context?.stanzaId || context.stanzaId.length > LONGEST_ID) return null
  const inner = context.quotedMessage ? unwrap(context.quotedMessage) : null
  return {
    messageId: context.stanzaId,
    senderJid:
      context.participant && context.participant.length <= LONGEST_ID ? plainJid(context.participant) || null : null,
    text: inner === null ? '' : textOf(inner),
  }
}

/** Seconds as number or 64-bit integer → milliseconds. */
function timeOf(timestamp: WAMessage['messageTimestamp'], nowMs: number): number {
  const seconds = Number(timestamp ?? Number.NaN)
  return Number.isFinite(seconds) && seconds > 0 && seconds < 1e11 ? Math.floor(seconds) * 1000 : nowMs
}

import { jidNormalizedUser, proto, type WAMessage } from '@whiskeysockets/baileys'
import { createJournal, type Entry, type Journal } from '../journal.ts'
import { type Account, jidOf } from '../server/directory.ts'
import { type BinaryNode, type NodeJson, node, nodeToJson, seconds } from '../wire/node.ts'

export type Status = 'sent' | 'delivered' | 'read'

const ORDER: readonly Status[] = ['sent', 'delivered', 'read']

/** A message as a phone has it. Bytes are base64, 64-bit numbers strings. */
export interface PhoneMessage {
  id: string
  chat: string
  /** The chat's other address, when the stanza told it. */
  chatAlt?: string
  from: string
  fromMe: boolean
  /** Own messages only. Listed again, under a new `seq`, when it moves on. */
  status?: Status
  message: Record<string, unknown>
  /** The stanza it came in; of own messages only the outline. */
  stanza: NodeJson
}

export interface PresenceSeen {
  from: string
  chat: string
  state: string
}

export interface CallSeen {
  id: string
  from: string
  state: string
}

/** What a phone has seen. */
export interface Memory {
  messages: Journal<PhoneMessage>
  presence: Journal<PresenceSeen>
  calls: Journal<CallSeen>
  /** The newest listing of a message. */
  find(id: string): PhoneMessage | undefined
  /** The newest that fits. */
  last(fits: (message: PhoneMessage) => boolean): PhoneMessage | undefined
  /** Moves an own message forward; never back. */
  advance(id: string, status: Status): void
}

const MESSAGES_KEPT = 5000

export function createMemory(saved: Entry<PhoneMessage>[] = []): Memory {
  const messages = createJournal<PhoneMessage>(MESSAGES_KEPT, saved)
  const newest = new Map<string, Entry<PhoneMessage>>(saved.map((message) => [message.id, message]))
  const find: Memory['find'] = (id) => newest.get(id)
  messages.subscribe((message) => {
    newest.delete(message.id)
    newest.set(message.id, message)
    const [oldest] = newest.keys()
    if (newest.size > MESSAGES_KEPT && oldest !== undefined) newest.delete(oldest)
  })
  return {
    messages,
    presence: createJournal<PresenceSeen>(1000),
    calls: createJournal<CallSeen>(1000),
    find,
    last: (fits) => messages.since(0).findLast(fits),
    advance(id, status) {
      const message = newest.get(id)
      if (!message?.status || ORDER.indexOf(message.status) >= ORDER.indexOf(status)) return
      const { seq: _, ...known } = message
      messages.add({ ...known, status })
    },
  }
}

/** A message as JSON, the way `proto.Message.fromObject` takes it back. */
export function messageToJson(message: proto.IMessage): Record<string, unknown> {
  return proto.Message.toObject(proto.Message.fromObject(message), { longs: String, bytes: String })
}

/** Parts of a message that carry keys, not something to show. */
const SILENT = new Set(['senderKeyDistributionMessage', 'messageContextInfo'])

/** What a phone keeps of a received message; nothing when there is nothing to show. */
export function received(message: WAMessage, stanza: BinaryNode | undefined): PhoneMessage | null {
  const { key } = message
  const content = message.message
  const id = key.id ?? ''
  const chat = key.remoteJid ?? ''
  if (!content || stanza?.attrs.category === 'peer') return null
  const json = messageToJson(content)
  if (!Object.keys(json).some((part) => !SILENT.has(part))) return null
  const t = String(message.messageTimestamp ?? '')
  return {
    id,
    chat,
    ...(key.remoteJidAlt ? { chatAlt: key.remoteJidAlt } : {}),
    // Baileys makes an empty text of a participant that is not there.
    from: key.participant || (key.fromMe ? jidNormalizedUser(stanza?.attrs.from) : chat),
    fromMe: key.fromMe === true,
    ...(key.fromMe ? { status: 'sent' as const } : {}),
    message: json,
    stanza: nodeToJson(stanza ?? node('message', { id, from: chat, t })),
  }
}

/** An own message as it is listed the moment that it is sent. */
export function outline(
  id: string,
  chat: string,
  account: Account,
  message: proto.IMessage,
  nowMs: number,
): PhoneMessage {
  const from = jidOf(account, chat.endsWith('@lid') ? 'lid' : 'pn')
  const stanza = nodeToJson(node('message', { id, to: chat, t: seconds(nowMs) }))
  return { id, chat, from, fromMe: true, status: 'sent', message: messageToJson(message), stanza }
}

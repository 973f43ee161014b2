import { proto } from '@whiskeysockets/baileys'
import { jidOf } from '../server/directory.ts'
import type { World } from '../server/world.ts'
import type { Phone } from './phone.ts'
import type { PhoneMessage, Status } from './record.ts'

/** A chat as history carries it, from its newest message down. */
export type Conversation = proto.IConversation & { id: string; messages: proto.IHistorySyncMsg[] }

const { SERVER_ACK, DELIVERY_ACK, READ } = proto.WebMessageInfo.Status
const TICKS: Record<Status, proto.WebMessageInfo.Status> = { sent: SERVER_ACK, delivered: DELIVERY_ACK, read: READ }

/** Every chat that a phone remembers, named as its newest message names it: a person's two addresses are one chat. */
export function conversationsOf({ memory, account: owner }: Phone, world: World): Conversation[] {
  const newestListing = new Map(memory.messages.since(0).map((message) => [message.id, message]))
  const chats = new Map<string, PhoneMessage[]>()
  for (const message of newestListing.values()) {
    const person = world.directory.byJid(message.chat)
    const name = person ? person.phone : message.chat
    const chat = chats.get(name) ?? []
    chats.set(name, chat)
    chat.push(message)
  }
  return [...chats.values()].map((chat) => {
    const newestFirst = chat.toReversed()
    const id = newestFirst[0]?.chat ?? ''
    const person = world.directory.byJid(id)
    const name = person?.name ?? world.groups.get(id)?.subject ?? id
    const addresses = person ? { pnJid: jidOf(person, 'pn'), lidJid: jidOf(person, 'lid') } : {}
    const messages = newestFirst.map((message, index) => ({
      message: webMessage(message, id, world.directory.byJid(message.from)?.name),
      msgOrderId: newestFirst.length - index,
    }))
    return { id, name, ...addresses, accountLid: jidOf(owner, 'lid'), messages }
  })
}

/** A message as phones hand it to their companions. */
export function webMessage(known: PhoneMessage, chat: string, author?: string): proto.IWebMessageInfo {
  const { id, fromMe, from, status } = known
  return {
    key: { remoteJid: chat, fromMe, id },
    message: proto.Message.fromObject(known.message),
    messageTimestamp: Number(known.stanza.attrs.t),
    ...(status ? { status: TICKS[status] } : {}),
    ...(author && !fromMe ? { pushName: author } : {}),
    // Beside the key, not in it, as phones do.
    ...(chat.endsWith('@g.us') && !fromMe ? { participant: from } : {}),
  }
}

/** The same chats with at most so many of their newest messages, and what that leaves of them. */
export function splitAt(conversations: Conversation[], newest: number): [Conversation[], Conversation[]] {
  const part = (from: number, to?: number): Conversation[] =>
    conversations
      .map((chat) => ({ ...chat, messages: chat.messages.slice(from, to) }))
      .filter(({ messages }) => messages.length > 0)
  return [part(0, newest), part(newest)]
}

/** Chats in parts of about so many bytes; a long chat goes on in the next. At least one part. */
export function inChunks(conversations: Conversation[], bytes: number): Conversation[][] {
  let chunk: Conversation[] = []
  let size = 0
  const chunks = [chunk]
  for (const chat of conversations) {
    let part: Conversation | null = null
    for (const message of chat.messages) {
      const length = proto.HistorySyncMsg.encode(message).finish().length
      if (size > 0 && size + length > bytes) {
        chunk = []
        chunks.push(chunk)
        size = 0
        part = null
      }
      size += length
      if (part) part.messages.push(message)
      else {
        part = { ...chat, messages: [message] }
        chunk.push(part)
      }
    }
  }
  return chunks
}

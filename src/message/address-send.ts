import { problem } from '../kernel/errors.ts'
import { isSameJid } from '../kernel/jid.ts'
import type { Line, Quoted } from '../whatsapp/port.ts'
import { askLine, NO_GROUP } from './ask-line.ts'
import type { SendFields } from './domain/send-fields.ts'
import type { Sending } from './pace.ts'
import { type Recipient, type ResolveRecipientDeps, resolveRecipient } from './resolve-recipient.ts'
import { findCopies, findElsewhere, type Message } from './store.ts'

/** Who sends: an instance, and how its own messages are signed. */
export interface Sender extends Sending {
  id: string
  accountId: string
  numberJid: string | null
  numberLid: string | null
  profileName: string | null
}

/** Where a send goes, and what it quotes. */
export interface Addressed {
  recipient: Recipient
  quoted: Quoted | null
}

/** The original of a reply: it can only be quoted while its bytes are kept. */
type Original = Message & { raw: Uint8Array }

/**
 * Finds the recipient and the message that is replied to. A private reply to a message of a group goes to its author.
 * @throws what `resolveRecipient` throws; reply_other_instance, reply_message_not_found, private_reply_failed
 */
export async function addressSend(
  deps: ResolveRecipientDeps,
  line: Line,
  sender: Sender,
  fields: SendFields,
): Promise<Addressed> {
  const recipient = await resolveRecipient(deps, line, sender.id, fields.number)
  if (fields.replyTo === null) return { recipient, quoted: null }
  const original = await findOriginal(deps, sender, fields.replyTo, recipient)
  const isPrivate = fields.replyPrivate && original.chat_type === 'group'
  const to = isPrivate ? authorOf(original, sender) : recipient
  return { recipient: to, quoted: await quote(deps, line, original, to) }
}

/** Senders choose their ids, so that two chats may know the same one: that of the recipient's chat is meant first. */
async function findOriginal(
  { store }: ResolveRecipientDeps,
  sender: Sender,
  messageId: string,
  recipient: Recipient,
): Promise<Original> {
  const copies = (await findCopies(store.read, sender.id, messageId)).filter(isWhole)
  const original = copies.find((copy) => isSameChat(copy, recipient)) ?? copies[0]
  if (original) return original
  if (await findElsewhere(store.read, sender, messageId)) throw problem('reply_other_instance')
  throw problem('reply_message_not_found', messageId)
}

function isWhole(message: Message): message is Original {
  return message.raw !== null && message.raw.length > 0
}

function authorOf(original: Original, sender: Sender): Recipient {
  const { sender_jid: jid, sender_lid: lid } = original
  const address = jid ?? lid
  if (address === null) throw problem('private_reply_failed', 'the author of the original message is not known')
  if (original.direction === 'outgoing' || isSameJid(jid, sender.numberJid) || isSameJid(lid, sender.numberLid)) {
    throw problem('private_reply_failed', 'the original message is our own')
  }
  const chat = { jid, lid, name: original.sender_name, type: 'private' as const }
  return { jid: address, number: jid?.split('@')[0] ?? address, chat }
}

async function quote(deps: ResolveRecipientDeps, line: Line, original: Original, to: Recipient): Promise<Quoted> {
  const isSame = isSameChat(original, to)
  return {
    messageId: original.message_id,
    chatJid: isSame ? to.jid : original.chat_key,
    senderJid: await spellAuthor(deps, line, original, isSame ? to.jid : original.chat_key),
    raw: original.raw,
  }
}

/** The author as the original's chat names people: newer groups, and chats known by LID alone, by LID. */
async function spellAuthor(
  deps: ResolveRecipientDeps,
  line: Line,
  original: Original,
  chatJid: string,
): Promise<string> {
  const { sender_jid: jid, sender_lid: lid } = original
  const group = original.chat_type === 'group' ? await askLine(deps, line, () => line.group(chatJid), NO_GROUP) : null
  const isByLid = group === null ? chatJid.endsWith('@lid') : group.addressing === 'lid'
  return (isByLid ? (lid ?? jid) : (jid ?? lid)) ?? chatJid
}

function isSameChat(message: Message, { chat }: Recipient): boolean {
  return isSameJid(message.chat_jid, chat.jid) || isSameJid(message.chat_lid, chat.lid)
}

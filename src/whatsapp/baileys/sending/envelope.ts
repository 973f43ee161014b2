import {
  type AuthenticationCreds,
  type BinaryNode,
  encodeSignedDeviceIdentity,
  encodeWAMessage,
  jidDecode,
  type proto,
} from '@whiskeysockets/baileys'
import {
  getMessageReportingToken,
  shouldIncludeReportingToken,
} from '@whiskeysockets/baileys/lib/Utils/reporting-utils.js'
import type { Send } from '../kept-sends.ts'
import type { Plain, Sealed } from './encrypt-all.ts'

/**
 * What each device gets: the recipient's the message, our own the same in `deviceSentMessage`, which says to whom it
 * went (as whatsmeow's `prepareMessageNode` does). Padding is random, and the same for all devices of one side. Pure
 * but for that.
 */
export function plainsFor(creds: AuthenticationCreds, devices: readonly string[], { to, message }: Send): Plain[] {
  const own = new Set([creds.me?.id, creds.me?.lid].map((jid) => jidDecode(jid)?.user))
  const copy = lazily(() =>
    encodeWAMessage({
      deviceSentMessage: { destinationJid: to, message },
      messageContextInfo: message.messageContextInfo ?? null,
    }),
  )
  const itself = lazily(() => encodeWAMessage(message))
  return devices.map((jid) => ({ jid, plaintext: own.has(jidDecode(jid)?.user) ? copy() : itself() }))
}

/**
 * The stanza of a private message: a text or a form, whose type is `text`. Media, polls, reactions and edits have types and
 * attributes of their own (Baileys, `getMessageType`), and are none of `OutgoingContent` yet. Its device identity tells receivers of a session's first message whose device this
 * is.
 */
export async function envelopeOf(
  creds: AuthenticationCreds,
  messageId: string,
  { to, message, nodes }: Send,
  sealed: readonly Sealed[],
  trusted: readonly BinaryNode[],
): Promise<BinaryNode> {
  const participants = sealed.map(({ jid, type, ciphertext }) => ({
    tag: 'to',
    attrs: { jid },
    content: [{ tag: 'enc', attrs: { v: '2', type }, content: ciphertext }],
  }))
  const isFirst = sealed.some(({ type }) => type === 'pkmsg')
  return {
    tag: 'message',
    attrs: { id: messageId, to, type: 'text' },
    content: [
      { tag: 'participants', attrs: {}, content: participants },
      ...(isFirst && creds.account ? [identityNode(creds.account)] : []),
      ...(await reportingNodes(messageId, to, message)),
      ...trusted,
      ...nodes,
    ],
  }
}

function identityNode(account: proto.IADVSignedDeviceIdentity): BinaryNode {
  return { tag: 'device-identity', attrs: {}, content: encodeSignedDeviceIdentity(account, true) }
}

/** By which WhatsApp can tell a reported message from an invented one, without reading it. */
async function reportingNodes(id: string, remoteJid: string, message: proto.IMessage): Promise<BinaryNode[]> {
  if (!message.messageContextInfo?.messageSecret || !shouldIncludeReportingToken(message)) return []
  const encoded = encodeWAMessage(message)
  const token = await getMessageReportingToken(encoded, message, { id, fromMe: true, remoteJid }).catch(() => null)
  return token === null ? [] : [token]
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

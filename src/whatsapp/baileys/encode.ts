import { type BinaryNode, proto } from '@whiskeysockets/baileys'
import type { Outgoing, OutgoingContent, Quoted } from '../port.ts'
import { contentOf, unwrap } from './content.ts'

/** A message as it goes to the engine: its protobuf, and the stanza nodes that go beside it. */
export interface Encoded {
  message: proto.IMessage
  nodes: BinaryNode[]
}

/**
 * Our words as WhatsApp's. `secret` is 32 random bytes: a message made by hand would have none, and reactions, edits
 * and reports of it need one. Pure.
 */
export function encode(outgoing: Outgoing, secret: Uint8Array, nowMs: number): Encoded {
  const message = proto.Message.create({
    ...encodeContent(outgoing.content, contextInfo(outgoing)),
    messageContextInfo: { messageSecret: secret },
  })
  return { message, nodes: nodesFor(message, nowMs) }
}

/** The protobuf of a message, as it is kept. Pure. */
export function toRaw(message: proto.IMessage): Uint8Array {
  return proto.Message.encode(message).finish()
}

/**
 * The nodes beside a message's ciphertext. A form without `biz` is accepted by the server and shown by no client
 * (public reports, 2026); `<bot>` is not sent: it labels the chat "AI" and groups answer 479. Pure.
 */
export function nodesFor(message: proto.IMessage, nowMs: number): BinaryNode[] {
  if (!unwrap(message)?.interactiveMessage?.nativeFlowMessage) return []
  const attrs = { actual_actors: '2', host_storage: '2', privacy_mode_ts: String(Math.floor(nowMs / 1000)) }
  const flow = { tag: 'native_flow', attrs: { v: '9', name: 'mixed' } }
  return [
    {
      tag: 'biz',
      attrs,
      content: [
        { tag: 'interactive', attrs: { type: 'native_flow', v: '1' }, content: [flow] },
        { tag: 'quality_control', attrs: { source_type: 'third_party' } },
      ],
    },
  ]
}

function encodeContent(content: OutgoingContent, context: proto.IContextInfo | null): proto.IMessage {
  const quoting = context === null ? {} : { contextInfo: context }
  switch (content.type) {
    case 'text':
      return context === null
        ? { conversation: content.text }
        : { extendedTextMessage: { text: content.text, ...quoting } }
    case 'form':
      return {
        interactiveMessage: {
          // A blank header makes iOS drop the message.
          ...(content.header ? { header: { title: content.header, hasMediaAttachment: false } } : {}),
          body: { text: content.body },
          ...(content.footer ? { footer: { text: content.footer } } : {}),
          nativeFlowMessage: {
            buttons: [{ name: 'galaxy_message', buttonParamsJson: content.params }],
            messageParamsJson: '{}',
            messageVersion: content.messageVersion,
          },
          ...quoting,
        },
      }
  }
}

function contextInfo({ to, content, quoted }: Outgoing): proto.IContextInfo | null {
  const mentions = content.type === 'text' ? content.mentions : []
  if (quoted === null && mentions.length === 0) return null
  return {
    ...(quoted === null ? {} : quote(to, quoted)),
    ...(mentions.length === 0 ? {} : { mentionedJid: [...mentions] }),
  }
}

function quote(to: string, quoted: Quoted): proto.IContextInfo {
  return {
    stanzaId: quoted.messageId,
    participant: quoted.senderJid,
    quotedMessage: quotedContent(quoted.raw),
    ...(quoted.chatJid === to ? {} : { remoteJid: quoted.chatJid }),
  }
}

/** The quoted message without what it quoted itself, as clients send it: quotes do not nest. */
function quotedContent(raw: Uint8Array): proto.IMessage {
  const message = unwrap(proto.Message.decode(raw))
  const content = message === null ? null : contentOf(message)
  if (content === null) return { conversation: '' }
  const [name, value] = content
  if (typeof value !== 'object' || value === null) return { [name]: value }
  return { [name]: { ...value, contextInfo: null } }
}

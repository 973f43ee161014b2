import { type BinaryNode, proto } from '@whiskeysockets/baileys'
import type { Draft, LinkPreview, OutgoingContent, Quoted } from '../port.ts'
import { contentOf, unwrap } from './content.ts'

/**
 * Our words as WhatsApp's protobuf. `secret` is 32 random bytes: a message made by hand would have none, and reactions,
 * edits and reports of it need one. Pure.
 */
export function encode(draft: Draft, secret: Uint8Array): Uint8Array {
  const message = proto.Message.create({
    ...encodeContent(draft.content, contextInfo(draft)),
    messageContextInfo: { messageSecret: secret },
  })
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
      return context === null && content.preview === null
        ? { conversation: content.text }
        : { extendedTextMessage: { text: content.text, ...previewed(content.preview), ...quoting } }
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

/** The fields by which clients draw the card below a text (WAProto, ExtendedTextMessage). */
function previewed(preview: LinkPreview | null): proto.Message.IExtendedTextMessage {
  if (preview === null) return {}
  const { matchedText, title, description } = preview
  return { matchedText, title, ...(description === null ? {} : { description }), previewType: 0 }
}

function contextInfo({ to, content, quoted }: Draft): proto.IContextInfo | null {
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

import { proto, type WAMessage, type WAMessageKey } from '@whiskeysockets/baileys'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decode } from './decode.ts'

const ME = { jid: '5511900000000@s.whatsapp.net', lid: '100000000000001@lid' }
const ANA = { jid: '5511911111111@s.whatsapp.net', lid: '200000000000002@lid' }
const GROUP = '120363000000000001@g.us'
const CONTEXT = { me: ME, delivery: 'live' as const, nowMs: 1_795_000_000_000 }

const ANSWER: proto.IMessage = {
  interactiveResponseMessage: {
    body: { text: 'Sent' },
    nativeFlowResponseMessage: { name: 'galaxy_message', paramsJson: '{"flow_token":"t"}', version: 2 },
    contextInfo: { stanzaId: 'F1', participant: '5511900000000:3@s.whatsapp.net' },
  },
}

function received(message: proto.IMessage, key: Partial<WAMessageKey> = {}): WAMessage {
  return { key: { id: 'M1', remoteJid: ANA.jid, fromMe: false, ...key }, message, messageTimestamp: 1_795_000_111 }
}

const WRAPPINGS: [string, (message: proto.IMessage) => proto.IMessage][] = [
  ['bare', (message) => message],
  ['ephemeral', (message) => ({ ephemeralMessage: { message } })],
  ['sent by another device', (message) => ({ deviceSentMessage: { message } })],
  ['with caption', (message) => ({ documentWithCaptionMessage: { message } })],
  ['view once', (message) => ({ viewOnceMessageV2: { message } })],
  ['twice', (message) => ({ deviceSentMessage: { message: { ephemeralMessage: { message } } } })],
]

test.each(WRAPPINGS)('an answer is read, %s', (_name, wrap) => {
  expect(decode(received(wrap(ANSWER)), CONTEXT)).toMatchObject({
    messageId: 'M1',
    at: 1_795_000_111_000,
    content: {
      type: 'form_answer',
      name: 'galaxy_message',
      body: 'Sent',
      paramsJson: '{"flow_token":"t"}',
      version: 2,
    },
    quoted: { messageId: 'F1', senderJid: ME.jid, text: '' },
  })
})

test('a chat by LID is the same person, with the number beside it', () => {
  const key = { remoteJid: '200000000000002:0@lid', remoteJidAlt: '5511911111111:4@s.whatsapp.net' }
  expect(decode(received(ANSWER, key), CONTEXT)).toMatchObject({ chat: ANA, sender: ANA, isFromMe: false })
})

test('in a group the participant is the sender, by whatever address; ourselves included', () => {
  const key = { remoteJid: GROUP, participant: ANA.lid, participantAlt: ANA.jid }
  expect(decode({ ...received(ANSWER, key), pushName: 'Ana' }, CONTEXT)).toMatchObject({
    chat: { jid: GROUP, lid: null, type: 'group' },
    sender: { ...ANA, name: 'Ana' },
    isFromMe: false,
  })
  const ours = { remoteJid: GROUP, participant: ME.lid, fromMe: false }
  expect(decode(received(ANSWER, ours), CONTEXT)).toMatchObject({ sender: ME, isFromMe: true })
})

test('a stranger whose LID has the digits of our number is not us', () => {
  const key = { remoteJid: GROUP, participant: '5511900000000@lid', fromMe: true }
  expect(decode(received(ANSWER, key), CONTEXT)).toMatchObject({ isFromMe: false })
})

test('an address of ours beside a message of ours is not taken for the other person’s', () => {
  const key = { remoteJid: ANA.jid, remoteJidAlt: ME.lid, fromMe: true }
  const chat = { jid: ANA.jid, lid: null, type: 'private' }
  expect(decode(received(ANSWER, key), CONTEXT)).toMatchObject({ chat, sender: ME, isFromMe: true })
})

test.each<[string, WAMessage]>([
  ['a status', received(ANSWER, { remoteJid: 'status@broadcast', participant: ANA.jid })],
  ['a newsletter', received(ANSWER, { remoteJid: '120363000000000009@newsletter' })],
  ['a message that could not be decrypted', { ...received(ANSWER), messageStubType: 2 }],
  ['a protocol message', received({ protocolMessage: { type: 0 } })],
  ['a sender key', received({ senderKeyDistributionMessage: { groupId: GROUP } })],
  ['nothing', received({})],
  ['a message without id', received(ANSWER, { id: '' })],
  ['one wrapped forty times', received(nested(40))],
])('%s is no message', (_name, message) => {
  expect(decode(message, CONTEXT)).toBeNull()
})

test('other kinds are named as WhatsApp names them', () => {
  const content = (message: proto.IMessage) => decode(received(message), CONTEXT)?.content
  expect(content({ imageMessage: { caption: 'foto' } })).toEqual({ type: 'other', kind: 'image', text: 'foto' })
  expect(content({ reactionMessage: { text: '👍' } })).toEqual({ type: 'other', kind: 'reaction', text: '👍' })
})

test.each([Number.NaN, -1, 0, 1e15, null])('the time %s is replaced by now', (messageTimestamp) => {
  expect(decode({ ...received(ANSWER), messageTimestamp }, CONTEXT)?.at).toBe(CONTEXT.nowMs)
})

test('whatever the bytes, decoding neither throws nor invents', () => {
  const hostile = fc.uint8Array({ maxLength: 400 }).map((bytes): proto.IMessage | null => {
    try {
      return proto.Message.decode(bytes)
    } catch {
      return null
    }
  })
  fc.assert(
    fc.property(hostile, fc.string(), fc.string(), (message, remoteJid, participant) => {
      const decoded = decode({ ...received({}, { remoteJid, participant }), message }, CONTEXT)
      expect(decoded === null || typeof decoded.content.type === 'string').toBe(true)
    }),
  )
})

function nested(times: number): proto.IMessage {
  let message = ANSWER
  for (let depth = 0; depth < times; depth++) message = { ephemeralMessage: { message } }
  return message
}

test('an id that no index could take is no message, nor is it quoted', () => {
  const endless = 'A'.repeat(5_000)
  expect(decode(received(ANSWER, { id: endless }), CONTEXT)).toBeNull()
  const text = { extendedTextMessage: { text: 'oi', contextInfo: { stanzaId: endless } } }
  expect(decode(received(text), CONTEXT)).toMatchObject({ messageId: 'M1', quoted: null })
})

const { REVOKE, MESSAGE_EDIT } = proto.Message.ProtocolMessage.Type
const NAMED = { id: 'M0', remoteJid: '5511922222222@s.whatsapp.net', participant: ME.jid, fromMe: true }

function edit(editedMessage: proto.IMessage, more: proto.Message.IProtocolMessage = {}): proto.IMessage {
  return { protocolMessage: { type: MESSAGE_EDIT, key: NAMED, editedMessage, ...more } }
}

test.each([...WRAPPINGS, ['as an edit', (message: proto.IMessage) => ({ editedMessage: { message } })] as const])(
  'an edit and a revoke name a message of the chat and the sender of their stanza, %s',
  (_name, wrap) => {
    const about = { messageId: 'M1', chat: { jid: ANA.jid }, sender: { jid: ANA.jid }, isFromMe: false }
    expect(decode(received(wrap(edit({ conversation: 'dois' }))), CONTEXT)).toMatchObject({
      ...about,
      content: {
        type: 'edit',
        messageId: 'M0',
        content: { type: 'text', text: 'dois' },
        editedAt: CONTEXT.nowMs,
        raw: proto.Message.encode({ conversation: 'dois' }).finish(),
      },
    })
    const revoked = decode(received(wrap({ protocolMessage: { type: REVOKE, key: NAMED } })), CONTEXT)
    expect(revoked).toMatchObject({ ...about, content: { type: 'revoke', messageId: 'M0' } })
  },
)

test('an edit is as old as its author says, and never of tomorrow', () => {
  const at = (timestampMs: number) => decode(received(edit({ conversation: 'x' }, { timestampMs })), CONTEXT)?.content
  expect(at(1_794_999_999_123)).toMatchObject({ editedAt: 1_794_999_999_123 })
  expect(at(CONTEXT.nowMs + 86_400_000)).toMatchObject({ editedAt: CONTEXT.nowMs })
  expect(at(-5)).toMatchObject({ editedAt: CONTEXT.nowMs })
})

test('an edit that names nothing, or makes an answer, an edit or nothing of a message, is none', () => {
  const hostile = [
    edit(ANSWER),
    edit(edit({ conversation: 'x' })),
    edit({}),
    edit({ conversation: 'x' }, { key: { id: 'x'.repeat(256) } }),
    edit({ conversation: 'x' }, { key: {} }),
    { protocolMessage: { type: MESSAGE_EDIT, key: NAMED } },
    { protocolMessage: { type: REVOKE } },
    { protocolMessage: { type: proto.Message.ProtocolMessage.Type.EPHEMERAL_SETTING, key: NAMED } },
    { conversation: 'beside', protocolMessage: { type: MESSAGE_EDIT, key: NAMED } },
  ]
  for (const message of hostile) expect(decode(received(message), CONTEXT)).toBeNull()
})

test('bytes of a message that is too large are not kept, its text is', () => {
  const decoded = decode(received({ conversation: 'x'.repeat(1024 * 1024) }), CONTEXT)
  expect(decoded?.raw.length).toBe(0)
  expect(decoded?.content).toMatchObject({ type: 'text' })
})

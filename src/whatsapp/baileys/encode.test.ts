import { proto } from '@whiskeysockets/baileys'
import { expect, test } from 'vitest'
import type { LinkPreview, OutgoingContent, Quoted } from '../port.ts'
import { encode, nodesFor } from './encode.ts'

const SECRET = new Uint8Array(32).fill(7)
const TO = '5511900000001@s.whatsapp.net'
const FORM: OutgoingContent = {
  type: 'form',
  header: 'Cadastro',
  body: 'Quem é você?',
  footer: null,
  params: '{ "spaces": "stay",\n"as": "they are" }',
  messageVersion: 3,
}

function encoded(content: OutgoingContent, quoted: Quoted | null = null) {
  return proto.Message.decode(encode({ to: TO, content, quoted }, SECRET))
}

function text(words: string, mentions: string[] = [], preview: LinkPreview | null = null): OutgoingContent {
  return { type: 'text', text: words, mentions, preview }
}

test('a form survives its own protobuf, parameters byte for byte', () => {
  const { interactiveMessage, messageContextInfo } = encoded(FORM)
  expect(Buffer.from(messageContextInfo?.messageSecret ?? [])).toEqual(Buffer.from(SECRET))
  expect(interactiveMessage?.header?.title).toBe('Cadastro')
  expect(interactiveMessage?.footer).toBeFalsy()
  const [button] = interactiveMessage?.nativeFlowMessage?.buttons ?? []
  expect(button).toMatchObject({ name: 'galaxy_message', buttonParamsJson: FORM.params })
})

test('the nodes of a form are found from the message alone, whatever wraps it', () => {
  const kept = encoded(FORM)
  const nodes = nodesFor(kept, 1_795_000_000_123)
  expect(nodes).toHaveLength(1)
  expect(nodes[0]?.attrs['privacy_mode_ts']).toBe('1795000000')
  expect(nodesFor({ ephemeralMessage: { message: kept } }, 0).length).toBe(1)
})

test('a text has no nodes, and says whom it mentions', () => {
  const plain = encoded(text('oi'))
  expect([plain.conversation, nodesFor(plain, 0)]).toEqual(['oi', []])
  const message = encoded(text('oi @x', [TO]))
  expect(message.extendedTextMessage).toMatchObject({ text: 'oi @x', contextInfo: { mentionedJid: [TO] } })
})

test('a quote holds the quoted content without its wrappers and without what it quoted itself', () => {
  const inner = { extendedTextMessage: { text: 'antes', contextInfo: { stanzaId: 'older' } } }
  const raw = proto.Message.encode({ ephemeralMessage: { message: inner } }).finish()
  const quoted = { messageId: 'Q1', chatJid: '120363000000000001@g.us', senderJid: TO, raw }
  const message = encoded(FORM, quoted)
  expect(message.interactiveMessage?.contextInfo).toMatchObject({
    stanzaId: 'Q1',
    participant: TO,
    remoteJid: '120363000000000001@g.us',
    quotedMessage: { extendedTextMessage: { text: 'antes' } },
  })
  expect(message.interactiveMessage?.contextInfo?.quotedMessage?.extendedTextMessage?.contextInfo).toBeFalsy()
})

test('the card of a link stands beside the text, and only what the page said of itself', () => {
  const card = { matchedText: 'https://loja.exemplo/p', title: 'Produto', description: null }
  const { extendedTextMessage } = encoded(text('veja https://loja.exemplo/p', [], card))
  expect(extendedTextMessage?.description).toBeFalsy()
  expect(extendedTextMessage).toMatchObject({
    text: 'veja https://loja.exemplo/p',
    matchedText: 'https://loja.exemplo/p',
    title: 'Produto',
    previewType: 0,
  })
})

test('a message without content can be quoted', () => {
  const quoted = { messageId: 'Q1', chatJid: TO, senderJid: TO, raw: new Uint8Array() }
  const message = encoded(text('oi'), quoted)
  expect(message.extendedTextMessage?.contextInfo?.remoteJid).toBeFalsy()
  expect(message.extendedTextMessage?.contextInfo).toMatchObject({
    stanzaId: 'Q1',
    participant: TO,
    quotedMessage: { conversation: '' },
  })
})

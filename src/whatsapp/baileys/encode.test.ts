import { proto } from '@whiskeysockets/baileys'
import { expect, test } from 'vitest'
import type { Outgoing, OutgoingContent, Quoted } from '../port.ts'
import { encode, nodesFor, toRaw } from './encode.ts'

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
  const outgoing: Outgoing = { messageId: '3EB0', to: TO, content, quoted }
  return encode(outgoing, SECRET, 1_795_000_000_123)
}

test('a form survives its own protobuf, parameters byte for byte', () => {
  const { message } = encoded(FORM)
  const { interactiveMessage, messageContextInfo } = proto.Message.decode(toRaw(message))
  expect(Buffer.from(messageContextInfo?.messageSecret ?? [])).toEqual(Buffer.from(SECRET))
  expect(interactiveMessage?.header?.title).toBe('Cadastro')
  expect(interactiveMessage?.footer).toBeFalsy()
  const [button] = interactiveMessage?.nativeFlowMessage?.buttons ?? []
  expect(button).toMatchObject({ name: 'galaxy_message', buttonParamsJson: FORM.params })
})

test('the nodes of a form are found again from the message alone, whatever wraps it', () => {
  const { message, nodes } = encoded(FORM)
  const kept = proto.Message.decode(toRaw(message))
  expect(nodesFor(kept, 1_795_000_000_123)).toEqual(nodes)
  expect(nodes[0]?.attrs['privacy_mode_ts']).toBe('1795000000')
  expect(nodesFor({ ephemeralMessage: { message: kept } }, 0).length).toBe(1)
})

test('a text has no nodes, and says whom it mentions', () => {
  expect(encoded({ type: 'text', text: 'oi', mentions: [] })).toMatchObject({
    message: { conversation: 'oi' },
    nodes: [],
  })
  const { message } = encoded({ type: 'text', text: 'oi @x', mentions: [TO] })
  expect(message.extendedTextMessage).toMatchObject({ text: 'oi @x', contextInfo: { mentionedJid: [TO] } })
})

test('a quote holds the quoted content without its wrappers and without what it quoted itself', () => {
  const inner = { extendedTextMessage: { text: 'antes', contextInfo: { stanzaId: 'older' } } }
  const raw = proto.Message.encode({ ephemeralMessage: { message: inner } }).finish()
  const quoted = { messageId: 'Q1', chatJid: '120363000000000001@g.us', senderJid: TO, raw }
  const { message } = encoded(FORM, quoted)
  expect(message.interactiveMessage?.contextInfo).toMatchObject({
    stanzaId: 'Q1',
    participant: TO,
    remoteJid: '120363000000000001@g.us',
    quotedMessage: { extendedTextMessage: { text: 'antes', contextInfo: null } },
  })
})

test('a message without content can be quoted', () => {
  const quoted = { messageId: 'Q1', chatJid: TO, senderJid: TO, raw: new Uint8Array() }
  const { message } = encoded({ type: 'text', text: 'oi', mentions: [] }, quoted)
  expect(message.extendedTextMessage?.contextInfo).toEqual({
    stanzaId: 'Q1',
    participant: TO,
    quotedMessage: { conversation: '' },
  })
})

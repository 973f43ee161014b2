import './testing/signatures.ts'

import type { WAMessage } from '@whiskeysockets/baileys'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Conversation, inChunks } from './phone/past.ts'
import { type Sandbox, startSandbox } from './sandbox.ts'
import { type Companion, startCompanion, until } from './testing/companion.ts'
import { controlOf, messagesOf } from './testing/control-client.ts'

const ANA = '5511911111111'
const LONG = 23

let sandbox: Sandbox
let control: ReturnType<typeof controlOf>
const closing: Companion[] = []

beforeAll(async () => {
  sandbox = await startSandbox()
  control = controlOf(sandbox.controlUrl)
  await control('phones', { phone: ANA, name: 'Ana' })
})

afterAll(async () => {
  for (const companion of closing) await companion.close()
  await sandbox.close()
})

/** A client that a phone links, and the messages that come along. */
async function linkAndListen(phone: string): Promise<WAMessage[]> {
  const brought: WAMessage[] = []
  const { promise, resolve } = Promise.withResolvers<string>()
  const companion = startCompanion(sandbox, { onQr: resolve })
  closing.push(companion)
  const qr = await promise
  // The socket that registers is another than the one that gets history.
  const registering = companion.socket()
  const linking = control('link', { phone, qr })
  await until(() => companion.socket() !== registering, 'the second connection')
  companion.socket().ev.on('messaging-history.set', ({ messages }) => brought.push(...messages))
  await linking
  return brought
}

const idOf = async (path: string, body: object): Promise<string> => String((await control(path, body)).body.id)

const has = (phone: string, id: string) =>
  until(async () => (await messagesOf(sandbox.controlUrl, phone)).some((message) => message.id === id), id)

test.each([false, true])('a phone brings along what it sent and received; headless: %s', async (headless) => {
  const owner = headless ? '5511900000012' : '5511900000011'
  await control('phones', { phone: owner, name: 'Shop', headless })
  const asked = await idOf(`phones/${ANA}/text`, { to: owner, text: 'oi' })
  await has(owner, asked)
  const replied = await idOf(`phones/${owner}/text`, { to: ANA, text: 'olá' })
  const { jid } = (await control('groups', { subject: 'Team', members: [owner, ANA] })).body
  const inGroup = await idOf(`phones/${ANA}/text`, { to: String(jid), text: 'equipe' })
  await has(owner, inGroup)

  const brought = await linkAndListen(owner)
  await until(() => brought.length >= 3, 'all three messages')
  const found = (id: string) => brought.find(({ key }) => key.id === id)
  expect(found(asked)).toMatchObject({
    key: { remoteJid: `${ANA}@s.whatsapp.net`, fromMe: false },
    message: { extendedTextMessage: { text: 'oi' } },
    pushName: 'Ana',
  })
  expect(Math.abs(Number(found(asked)?.messageTimestamp) - Date.now() / 1000)).toBeLessThan(60)
  expect(found(replied)).toMatchObject({ key: { remoteJid: `${ANA}@s.whatsapp.net`, fromMe: true } })
  expect(found(inGroup)).toMatchObject({ key: { remoteJid: jid, fromMe: false }, participant: expect.any(String) })
  expect(brought).toHaveLength(3)
})

test('a long chat comes in two parts, each from its newest message down', async () => {
  const owner = '5511900000013'
  await control('phones', { phone: owner, headless: true })
  const ids: string[] = []
  for (let index = 0; index < LONG; index += 1) {
    ids.push(await idOf(`phones/${owner}/text`, { to: ANA, text: String(index) }))
  }
  const brought = await linkAndListen(owner)
  await until(() => brought.length >= LONG, 'the whole chat')
  expect(brought.map(({ key }) => key.id)).toEqual(ids.toReversed())
})

test('chats are parted at a size, and a chat that goes on keeps its name', () => {
  const messages = Array.from({ length: 5 }, (_, index) => ({ message: { key: { id: `M${index}` } } }))
  const chats = ['one', 'two'].map((id) => ({ id, messages }) satisfies Conversation)
  const parts = inChunks(chats, 30).map((part) => part.map(({ id, messages }) => `${id} ${messages.length}`))
  expect(parts).toEqual([['one 3'], ['one 2', 'two 1'], ['two 3'], ['two 1']])
  expect(inChunks([], 30)).toEqual([[]])
})

import './testing/signatures.ts'

import type { BinaryNode } from '@whiskeysockets/baileys'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from './sandbox.ts'
import { type Companion, linkCompanion, startCompanion, until } from './testing/companion.ts'
import { controlOf, messagesOf } from './testing/control-client.ts'
import { children } from './wire/node.ts'

const number = '5511900000000'
const ana = '5511911111111'
const anaJid = `${ana}@s.whatsapp.net`

let sandbox: Sandbox
let gateway: Companion
let control: ReturnType<typeof controlOf>

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 7 })
  control = controlOf(sandbox.controlUrl)
  await control('phones', { phone: ana })
  gateway = await linkCompanion(sandbox, number)
}, 30_000)

afterEach(async () => {
  await control('faults', {})
})

afterAll(async () => {
  await gateway?.close()
  await sandbox?.close()
})

const say = async (text: string): Promise<string> => {
  const { body } = await control(`phones/${ana}/text`, { to: number, text })
  return String(body.id)
}
const copies = (id: string): number => gateway.received.filter((message) => message.key.id === id).length
const acknowledged = async (id: string) => {
  const { body } = await control(`receipts?account=${number}&after=0`)
  return (body.receipts as { id: string; class: string; type: string }[]).filter((receipt) => receipt.id === id)
}

test('every second message is refused with the code that was asked for, and goes nowhere', async () => {
  await control('faults', { account: number, nack: { code: 463, every: 2 } })
  const acks: BinaryNode[] = []
  gateway.socket().ws.on('CB:ack,class:message', (ack: BinaryNode) => acks.push(ack))
  const ids: string[] = []
  for (let index = 0; index < 4; index += 1) ids.push(await gateway.sendForm(anaJid, `nack ${index}`))
  await until(() => acks.length === 4, 'four acks')
  expect(acks.map((ack) => ack.attrs.error)).toEqual([undefined, '463', undefined, '463'])
  const last = String(ids[2])
  await until(async () => (await messagesOf(sandbox.controlUrl, ana)).some((m) => m.id === last), 'the third form')
  const arrived = (await messagesOf(sandbox.controlUrl, ana)).map(({ id }) => id).filter((id) => ids.includes(id))
  expect(arrived).toEqual([ids[0], ids[2]])
})

test('what a gateway acknowledged can be read, and waited for', async () => {
  const before = Number((await control('receipts')).body.seq)
  const waiting = control(`receipts?account=${number}&after=${before}&waitMs=5000`)
  const id = await say('acknowledge this')
  expect((await waiting).body.receipts).toMatchObject([{ account: number, id, class: 'receipt', type: 'delivered' }])
})

test.each(['close', 'kill'] as const)(
  'a dropped connection (%s) comes back, and what was said meanwhile arrives',
  async (drop) => {
    const endings = gateway.endings.length
    await control('faults', { account: number, drop, offline: 200 })
    const id = await say(`after ${drop}`)
    await until(() => gateway.endings.length > endings, 'an ending')
    await until(() => copies(id) === 1, 'the text')
  },
)

test('a message that was not acknowledged is delivered again at the next log-in, and then no more', async () => {
  const account = '5511955555555'
  const hasty = await linkCompanion(sandbox, account)
  const seen = (id: unknown) => hasty.stanzas.filter((stanza) => stanza.attrs.id === id)
  // The client goes away with the message in its hands, before it can acknowledge it.
  const { ws } = hasty.socket()
  ws.on(`CB:message,from:${anaJid}`, () => void ws.close())
  const { body } = await control(`phones/${ana}/text`, { to: account, text: 'once more' })
  await until(() => seen(body.id).length === 2, 'the message, a second time')
  expect(seen(body.id).map(({ attrs }) => attrs.offline)).toEqual([undefined, '1'])
  await until(async () => (await acknowledgedBy(account, String(body.id))).length > 0, 'an acknowledgement')
  const endings = hasty.endings.length
  await control('faults', { account, drop: 'kill' })
  await until(() => hasty.endings.length > endings, 'an ending')
  await hasty.open()
  expect(seen(body.id)).toHaveLength(2)
  await hasty.close()
})

const acknowledgedBy = async (account: string, id: string) => {
  const { body } = await control(`receipts?account=${account}&after=0`)
  return (body.receipts as { id: string }[]).filter((receipt) => receipt.id === id)
}

test('a message arrives twice when told to, and is acknowledged twice', async () => {
  await control('faults', { account: number, duplicate: true })
  const id = await say('twice')
  await until(async () => (await acknowledged(id)).length >= 2, 'two acknowledgements')
})

test('everything from the server is late when told to, by a chance that a seed fixes, and stays in order', async () => {
  const slowest = 200
  await control('faults', { account: number, delayMs: slowest, seed: 1 })
  const ids: string[] = []
  for (let index = 0; index < 20; index += 1) ids.push(await say(`late ${index}`))
  await until(() => copies(String(ids.at(-1))) === 1, 'the last text')
  const order = gateway.received.map((message) => message.key.id ?? '').filter((id) => ids.includes(id))
  expect(order).toEqual(ids)
})

test('a stream error ends the connection with its code, and the client comes back', async () => {
  const endings = gateway.endings.length
  await control('faults', { account: number, streamError: 503 })
  await until(() => gateway.endings.length > endings, 'an ending')
  expect(gateway.endings[endings]).toBe(503)
  await gateway.open()
})

test.each([
  ['an outdated client', { versionRefused: true }, 405],
  ['a banned number', { banned: true }, 403],
  ['a number banned for a while', { banned: 'temporary' }, 402],
  ['a number whose log-in fails for any reason', { failure: 415 }, 415],
])('%s is not let in', async (_who, fault, code) => {
  const account = `55119666666${code % 100}`
  const companion = await linkCompanion(sandbox, account)
  await control('faults', { account, ...fault })
  await until(() => companion.endings.includes(code), `the reason ${code}`)
  await companion.close()
})

test('who logs in is counted: tried, let in, and there now', async () => {
  const account = '5511955559999'
  const visitsOf = async () => (await control('visits')).body['accounts'] as Record<string, unknown>
  const companion = await linkCompanion(sandbox, account)
  expect((await visitsOf())[account]).toEqual({ tried: 1, admitted: 1, open: 1 })
  await control('faults', { account, banned: true })
  await until(() => companion.endings.includes(403), 'a refusal')
  await until(async () => ((await visitsOf())[account] as { open: number }).open === 0, 'its stream ends')
  expect((await visitsOf())[account]).toEqual({ tried: 2, admitted: 1, open: 0 })
  await companion.close()
})

test('a companion that the phone removed is told so, and must be linked again', async () => {
  const account = '5511977777777'
  const companion = await linkCompanion(sandbox, account)
  const { creds, keys } = companion.socket().authState
  await control('faults', { account, loggedOut: true })
  await until(() => companion.endings.includes(401), 'a log-out')
  const again = startCompanion(sandbox, { auth: { creds, keys } })
  await until(() => again.endings.includes(401), 'a refusal')
  await companion.close()
  await again.close()
})

test('a mute server says nothing, keeps what was said to it, and gives it when it speaks again', async () => {
  await control('faults', { account: number, mute: true })
  const id = await say('into the silence')
  const heard = gateway.stanzas.length
  await expect(gateway.socket().query(ping(), 300)).rejects.toThrow('Timed Out')
  expect([copies(id), gateway.stanzas.length]).toEqual([0, heard])
  await control('faults', { account: number, drop: 'close' })
  await until(() => copies(id) === 1, 'the text')
})

test('a server that is mute to pings delivers all the same', async () => {
  await control('faults', { account: number, mute: 'pings' })
  const id = await say('still here')
  await until(() => copies(id) === 1, 'the text')
  await expect(gateway.socket().query(ping(), 300)).rejects.toThrow('Timed Out')
})

const ping = (): BinaryNode => ({
  tag: 'iq',
  attrs: { to: 's.whatsapp.net', type: 'get', xmlns: 'w:p' },
  content: [{ tag: 'ping', attrs: {} }],
})

test('faults end when they are told to', async () => {
  await control('faults', { account: number, nack: { code: 479 } })
  await control('faults', {})
  const id = await gateway.sendForm(anaJid, 'fine again')
  await until(async () => (await messagesOf(sandbox.controlUrl, ana)).some((m) => m.id === id), 'the form')
})

test('receipts that get lost leave the message with the server, which gives it again', async () => {
  await control('faults', { account: number, lostReceipts: true })
  const id = await say('was it heard?')
  await until(() => copies(id) === 1, 'it arrived')
  expect(await acknowledged(id)).toEqual([])
  await control('faults', { account: number, drop: 'close' })
  await until(async () => (await acknowledged(id)).length === 1, 'it came again, and is acknowledged')
})

test('a withheld message arrives without content, until the phone is asked for it', async () => {
  const stanzas: BinaryNode[] = []
  gateway.socket().ws.on('CB:message', (stanza: BinaryNode) => stanzas.push(stanza))
  await control('faults', { account: number, withheld: true })
  const id = await say('only for phones')
  const given = await gateway.next((m) => m.key.id === id && m.message !== null && m.message !== undefined)
  expect(given.message?.extendedTextMessage?.text).toBe('only for phones')
  const [first] = stanzas.filter(({ attrs }) => attrs.id === id)
  expect(first && children(first).map(({ tag }) => tag)).toEqual(['unavailable'])
})

test('a withheld message is given by a headless phone too, without anybody looking at it', async () => {
  const account = '5511944444444'
  await control('phones', { phone: account, headless: true })
  const companion = await linkCompanion(sandbox, account)
  await control('faults', { account, withheld: true })
  const { body } = await control(`phones/${ana}/text`, { to: account, text: 'asked for' })
  const given = await companion.next((m) => m.key.id === body.id && m.message !== null && m.message !== undefined)
  expect(given.message?.extendedTextMessage?.text).toBe('asked for')
  await companion.close()
})

test('what is sent without encryption stands in the stanza for every device', async () => {
  const stanzas: BinaryNode[] = []
  gateway.socket().ws.on('CB:message', (stanza: BinaryNode) => stanzas.push(stanza))
  const order = { to: number, message: { conversation: 'open' }, encrypted: false }
  const { body } = await control(`phones/${ana}/send`, order)
  const given = await gateway.next((m) => m.key.id === body.id)
  expect(given.message?.conversation).toBe('open')
  const [stanza] = stanzas.filter(({ attrs }) => attrs.id === body.id)
  expect(stanza && children(stanza).map(({ tag }) => tag)).toEqual(['plaintext'])
  await until(async () => (await messagesOf(sandbox.controlUrl, number)).some((m) => m.id === body.id), 'the phone')
})

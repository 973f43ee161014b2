import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGateway } from './gateway.ts'
import { control, untilStatus } from './sandbox.ts'
import { ANA, allOnPhone, onPhone, openShop, SHOP, type Shop } from './shop.ts'

let shop: Shop
let dataDir: string

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'formwire-once-'))
  shop = await openShop({ dataDir })
})

afterAll(async () => {
  await shop?.close()
  await rm(dataDir, { recursive: true, force: true })
})

async function send(key: string, body: object = {}, kind = 'form') {
  const headers = { 'idempotency-key': key }
  const call = { headers, body: { number: ANA, message: 'Oi', ...body } }
  const reply = await shop.gateway.call('POST', `/api/message/${kind}/shop`, call)
  return { ...reply, isReplayed: reply.headers.get('idempotency-replayed') === 'true' }
}

const received = async () => (await allOnPhone(shop.sandbox, ANA)).length

test('fifty equal calls at once are one message, and get one answer', async () => {
  const before = await received()
  const replies = await Promise.all(Array.from({ length: 50 }, () => send('fifty')))
  expect(replies.map(({ status }) => status)).toEqual(Array(50).fill(200))
  expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  expect(replies.filter(({ isReplayed }) => !isReplayed)).toHaveLength(1)
  const after = await send('after-fifty', {}, 'text')
  await onPhone(shop.sandbox, ANA, after.body.data.messageId)
  expect((await received()) - before).toBe(2)
})

test('the same call later gets the first answer, over a restart too', async () => {
  const first = await send('again')
  const second = await send('again')
  expect([second.body, first.isReplayed, second.isReplayed]).toEqual([first.body, false, true])
  await shop.gateway.stop()
  shop.gateway = await startGateway({ sandbox: shop.sandbox, dataDir })
  await untilStatus(shop.gateway, 'shop', 'connected')
  const third = await send('again')
  expect([third.body, third.isReplayed]).toEqual([first.body, true])
})

test('another body under the same key is 409, at once and later', async () => {
  const slow = send('other', { delay: 1 })
  const conflict = [409, 'idempotency_mismatch', 'This Idempotency-Key was used with another body']
  const refused = async () => {
    const { status, body } = await send('other', { message: 'Tchau' })
    return [status, body.error?.code, body.error?.message]
  }
  expect(await refused()).toEqual(conflict)
  expect((await slow).status).toBe(200)
  expect(await refused()).toEqual(conflict)
})

test('a key belongs to one kind of send', async () => {
  const form = await send('kinds')
  const text = await send('kinds', {}, 'text')
  expect([text.isReplayed, text.body.data.messageType]).toEqual([false, 'text'])
  expect(text.body.data.messageId).not.toBe(form.body.data.messageId)
})

test('a refusal by WhatsApp is kept; what was refused before it was asked is not', async () => {
  await control(shop.sandbox, 'faults', { account: SHOP, nack: { code: 463 } })
  const nacked = await send('nacked')
  await control(shop.sandbox, 'faults', {})
  const again = await send('nacked')
  expect([again.status, again.isReplayed, again.body]).toEqual([500, true, nacked.body])

  expect((await send('mended', { number: '551100000000' })).status).toBe(400)
  expect((await send('mended')).status).toBe(200)
})

test('a call that was cut off by a restart is not sent twice', async () => {
  const body = { delay: 2, flowToken: 'cut' }
  const cut = send('cut', body)
  const form = () => shop.gateway.call('GET', '/api/form/get/shop?flowToken=cut')
  await expect.poll(async () => (await form()).body.form?.state, { timeout: 10_000 }).toBe('queued')
  await shop.gateway.stop()
  const first = await cut
  expect(first.body.data.state).toBe('queued')
  shop.gateway = await startGateway({ sandbox: shop.sandbox, dataDir })
  await untilStatus(shop.gateway, 'shop', 'connected')
  const again = await send('cut', body)
  expect([again.isReplayed, again.body.data.messageId]).toEqual([true, first.body.data.messageId])
  await onPhone(shop.sandbox, ANA, first.body.data.messageId)
  const copies = (await allOnPhone(shop.sandbox, ANA)).filter(({ id }) => id === first.body.data.messageId)
  expect(copies).toHaveLength(1)
})

test.each(['with space', 'ação', 'k'.repeat(256)])('%j is no key', async (key) => {
  const { status, body } = await send(Buffer.from(key).toString('latin1'))
  expect(status).toBe(400)
  expect(body.error).toMatchObject({ code: 'request_invalid', details: [{ path: 'Idempotency-Key' }] })
})

test('an empty key is none', async () => {
  expect((await send('')).isReplayed).toBe(false)
  expect((await send('')).isReplayed).toBe(false)
})

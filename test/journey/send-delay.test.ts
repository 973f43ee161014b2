import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGateway } from './gateway.ts'
import { control, untilStatus } from './sandbox.ts'
import { ANA, allOnPhone, BRUNO, onPhone, openShop, presencesOf, SHOP, type Shop } from './shop.ts'

let shop: Shop
let dataDir: string

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'formwire-delay-'))
  shop = await openShop({ dataDir })
})

afterAll(async () => {
  await shop?.close()
  await rm(dataDir, { recursive: true, force: true })
})

function send(body: object, signal?: AbortSignal) {
  const call = { body: { number: ANA, message: 'Oi', ...body }, ...(signal ? { signal } : {}) }
  return shop.gateway.call('POST', '/api/message/form/shop', call)
}

const formOf = async (flowToken: string) =>
  (await shop.gateway.call('GET', `/api/form/get/shop?flowToken=${flowToken}`)).body.form

const copiesOf = async (messageId: string) =>
  (await allOnPhone(shop.sandbox, ANA)).filter(({ id }) => id === messageId).length

test('the recipient sees typing while the form waits, then the form', async () => {
  const before = (await presencesOf(shop.sandbox, ANA)).length
  const sending = send({ delay: 1, flowToken: 'typed' })
  await expect.poll(async () => (await formOf('typed'))?.state, { timeout: 10_000 }).toBe('queued')
  const early = await formOf('typed')
  expect(await copiesOf(early.messageId)).toBe(0)
  const { body } = await sending
  expect(body.data).toMatchObject({ state: 'sent', messageId: early.messageId, flowToken: 'typed' })
  expect(Date.parse(body.data.timestamp) - Date.parse(early.createdAt)).toBeGreaterThanOrEqual(1000)
  await onPhone(shop.sandbox, ANA, body.data.messageId)
  const seen = (await presencesOf(shop.sandbox, ANA)).slice(before)
  expect(seen.map(({ state }) => state)).toEqual(['composing', 'paused'])
})

test('a group sees typing as well', async () => {
  const made = await control(shop.sandbox, 'groups', {
    subject: 'Turma',
    members: [SHOP, ANA, BRUNO],
    addressing: 'lid',
  })
  const { body } = await send({ number: made['jid'], delay: 1 })
  expect(body.data.state).toBe('sent')
  const seen = (await presencesOf(shop.sandbox, BRUNO)).filter(({ chat }) => chat === made['jid'])
  expect(seen.map(({ state }) => state)).toEqual(['composing', 'paused'])
})

test('a caller that hangs up does not stop its form', async () => {
  const caller = new AbortController()
  const gone = send({ delay: 1, flowToken: 'hung-up' }, caller.signal).catch(() => 'gone')
  await expect.poll(async () => (await formOf('hung-up'))?.state, { timeout: 10_000 }).toBe('queued')
  caller.abort()
  expect(await gone).toBe('gone')
  await expect.poll(async () => (await formOf('hung-up')).state, { timeout: 10_000 }).toMatch(/^(sent|delivered)$/)
  const { messageId } = await formOf('hung-up')
  await onPhone(shop.sandbox, ANA, messageId)
  expect(await copiesOf(messageId)).toBe(1)
})

test('a restart during the delay answers the caller as queued, and the form goes out once', async () => {
  const sending = send({ delay: 3, flowToken: 'restarted' })
  await expect.poll(async () => (await formOf('restarted'))?.state, { timeout: 10_000 }).toBe('queued')
  await shop.gateway.stop()
  const { status, body } = await sending
  expect([status, body.status, body.data.state]).toEqual([200, 'sent', 'queued'])
  shop.gateway = await startGateway({ sandbox: shop.sandbox, dataDir })
  await untilStatus(shop.gateway, 'shop', 'connected')
  await onPhone(shop.sandbox, ANA, body.data.messageId)
  await expect.poll(async () => (await formOf('restarted')).state, { timeout: 10_000 }).toMatch(/^(sent|delivered)$/)
  expect(await copiesOf(body.data.messageId)).toBe(1)
})

test('a line that is closed when the time comes is 503, and the form failed', async () => {
  const sending = send({ delay: 2, flowToken: 'offline' })
  await expect.poll(async () => (await formOf('offline'))?.state, { timeout: 10_000 }).toBe('queued')
  await control(shop.sandbox, 'faults', { account: SHOP, offline: 6_000 })
  const { status, body } = await sending
  expect([status, body.error.message, body.status]).toEqual([
    503,
    'Instance is not connected to WhatsApp',
    'disconnected',
  ])
  expect(await formOf('offline')).toMatchObject({ state: 'failed', failure: { code: 'not_connected' } })
  await control(shop.sandbox, 'faults', {})
  await untilStatus(shop.gateway, 'shop', 'connected')
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../src/kernel/clock.ts'
import { startGateway } from './gateway.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { control } from './sandbox.ts'
import { ANA, onPhone, openShop, type Shop } from './shop.ts'

const DAY_MS = 86_400_000
const environment = { ANSWER_RETENTION_DAYS: '30', MESSAGE_RETENTION_DAYS: '10', DELIVERY_RETENTION_DAYS: '5' }

let shop: Shop
let receiver: Receiver
let dataDir: string

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'formwire-retention-'))
  shop = await openShop({ dataDir, environment })
  receiver = await startReceiver()
  const webhook = { enabled: true, url: receiver.url, events: ['message.exchange', 'form.answered'] }
  await shop.gateway.call('POST', '/api/events/webhook/shop', { body: webhook })
})

afterAll(async () => {
  await shop?.close()
  await receiver?.close()
  await rm(dataDir, { recursive: true, force: true })
})

/** The gateway after a restart so many days later. */
async function restartAfter(days: number): Promise<void> {
  await shop.gateway.stop()
  const clock = { ...systemClock, now: () => Date.now() + days * DAY_MS }
  shop.gateway = await startGateway({ sandbox: shop.sandbox, dataDir, environment, clock })
}

const get = async (path: string) => (await shop.gateway.call('GET', path)).body

test('deliveries, messages and answers go when their time is over, each by its own', async () => {
  const { gateway, sandbox } = shop
  const sent = await gateway.call('POST', '/api/message/form/shop', { body: { number: ANA, message: 'Your details' } })
  const { messageId } = sent.body.data
  await onPhone(sandbox, ANA, messageId)
  await control(sandbox, `phones/${ANA}/answer`, { messageId, values: { full_name: 'Ana Souza' } })
  const answered = () => receiver.deliveries.find(({ event }) => event.event === 'form.answered')
  await expect.poll(answered).toBeDefined()
  const form = async () => (await get(`/api/form/get/shop?messageId=${messageId}`)).form
  const message = async () => (await get(`/api/chat/getMessage/shop?messageId=${messageId}`)).data
  const deliveries = async () => (await get('/api/events/deliveries/shop')).deliveries.length

  await restartAfter(4)
  expect(await deliveries()).toBeGreaterThan(1)
  await restartAfter(6)
  await expect.poll(deliveries).toBe(0)
  expect([(await message()).content, (await form()).answers]).toEqual(['Your details', { fullName: 'Ana Souza' }])
  await restartAfter(11)
  await expect.poll(async () => (await message()).content).toBe('')
  expect((await form()).answers).toEqual({ fullName: 'Ana Souza' })
  await restartAfter(31)
  await expect.poll(async () => (await form()).answers).toBeNull()
  expect(await form()).toMatchObject({ state: 'answered', answerCount: 1, revisions: [{ erased: true, raw: '' }] })
})

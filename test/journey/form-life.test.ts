import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../src/kernel/clock.ts'
import { startGateway } from './gateway.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { control, untilStatus } from './sandbox.ts'
import { ANA, allOnPhone, onPhone, openShop, type Shop } from './shop.ts'

const PATIENCE = { timeout: 15_000 }

let shop: Shop
let receiver: Receiver
let dataDir: string

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'formwire-life-'))
  shop = await openShop({ dataDir })
  receiver = await startReceiver()
  await shop.gateway.call('POST', '/api/events/webhook/shop', {
    body: { enabled: true, url: receiver.url, events: ['form.expired', 'form.status', 'form.answered'] },
  })
})

afterAll(async () => {
  await shop?.close()
  await receiver?.close()
  await rm(dataDir, { recursive: true, force: true })
})

async function send(body: object) {
  const sent = await shop.gateway.call('POST', '/api/message/form/shop', {
    body: { number: ANA, message: 'Oi', ...body },
  })
  expect(sent.body).toMatchObject({ success: true })
  await onPhone(shop.sandbox, ANA, sent.body.data.messageId)
  return sent.body.data
}

const read = async (messageId: string, wait = 0) =>
  (await shop.gateway.call('GET', `/api/form/get/shop?messageId=${messageId}&wait=${wait}`)).body.form

const answer = (messageId: string, name: string) =>
  control(shop.sandbox, `phones/${ANA}/answer`, { messageId, values: { full_name: name } })

const told = (messageId: string) =>
  receiver.deliveries
    .filter(({ event }) => event.data.form.messageId === messageId)
    .map(({ event }) => [event.event, event.data.form.state])

async function restart(): Promise<void> {
  await shop.gateway.stop()
  shop.gateway = await startGateway({ sandbox: shop.sandbox, dataDir })
  await untilStatus(shop.gateway, 'shop', 'connected')
}

test('a form whose time is over is expired, and a later answer counts as late', async () => {
  const sent = await send({ expiresIn: 1 })
  await expect.poll(async () => (await read(sent.messageId)).state, PATIENCE).toBe('expired')
  const { createdAt, expiresAt } = await read(sent.messageId)
  expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(1000)
  await expect.poll(() => told(sent.messageId), PATIENCE).toContainEqual(['form.expired', 'expired'])
  await expect.poll(() => told(sent.messageId), PATIENCE).toContainEqual(['form.status', 'expired'])
  await answer(sent.messageId, 'Ana')
  expect(await read(sent.messageId, 10)).toMatchObject({
    state: 'answered',
    late: true,
    answers: { fullName: 'Ana' },
    revisions: [{ late: true }],
  })
})

test('a form whose time ran out while the gateway was down expires at the next start', async () => {
  const sent = await send({ expiresIn: 3600 })
  await shop.gateway.stop()
  const inTwoHours = { ...systemClock, now: () => Date.now() + 7_200_000 }
  shop.gateway = await startGateway({ sandbox: shop.sandbox, dataDir, clock: inTwoHours })
  await expect.poll(async () => (await read(sent.messageId)).state, PATIENCE).toBe('expired')
  await restart()
})

test('the time of a form that had to wait begins when it goes out', async () => {
  const body = { number: ANA, message: 'Oi', delay: 2, expiresIn: 1, flowToken: 'waited', formName: 'cadastro' }
  const sending = shop.gateway.call('POST', '/api/message/form/shop', { body })
  const form = async () => (await shop.gateway.call('GET', '/api/form/get/shop?flowToken=waited')).body.form
  await expect.poll(async () => (await form())?.state, PATIENCE).toBe('queued')
  const early = await form()
  expect(early.formName).toBe('cadastro')
  expect(Date.parse(early.expiresAt) - Date.parse(early.createdAt)).toBe(3_000)
  await shop.gateway.stop()
  const { messageId } = (await sending).body.data
  const inTwoHours = { ...systemClock, now: () => Date.now() + 7_200_000 }
  shop.gateway = await startGateway({ sandbox: shop.sandbox, dataDir, clock: inTwoHours })
  await onPhone(shop.sandbox, ANA, messageId)
  await expect.poll(async () => (await form()).state, PATIENCE).toBe('expired')
  const { sentAt, expiresAt } = await form()
  expect(sentAt).not.toBeNull()
  expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now() + 7_000_000)
  await restart()
})

test('an answer in time is not late, and the form stays answered when its time is over', async () => {
  const sent = await send({ expiresIn: 2 })
  await answer(sent.messageId, 'Ana')
  expect(await read(sent.messageId, 10)).toMatchObject({ state: 'answered', late: false })
  const witness = await send({ expiresIn: 2 })
  await expect.poll(async () => (await read(witness.messageId)).state, PATIENCE).toBe('expired')
  expect(await read(sent.messageId)).toMatchObject({ state: 'answered', late: false })
})

test('the thanks of a form are sent once, with the first answer, over a restart too', async () => {
  const replyText = 'Obrigado! Recebemos os seus dados.'
  const thanks = async () =>
    (await allOnPhone(shop.sandbox, ANA)).filter(({ message }) => message.conversation === replyText).length
  const sent = await send({ replyText, source: 'campaign' })
  await answer(sent.messageId, 'Ana')
  await expect.poll(thanks, PATIENCE).toBe(1)
  await answer(sent.messageId, 'Ana Souza')
  await expect.poll(async () => (await read(sent.messageId)).answerCount, PATIENCE).toBe(2)
  await restart()
  const after = await send({})
  await onPhone(shop.sandbox, ANA, after.messageId)
  expect(await thanks()).toBe(1)
  const [thanked] = (await allOnPhone(shop.sandbox, ANA)).filter(({ message }) => message.conversation === replyText)
  const kept = await shop.gateway.call('GET', `/api/chat/getMessage/shop?messageId=${thanked?.id}`)
  expect(kept.body.data).toMatchObject({ type: 'text', content: replyText, source: 'campaign', direction: 'outgoing' })
})

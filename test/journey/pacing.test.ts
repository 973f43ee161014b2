import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startGateway } from './gateway.ts'
import { listenOn } from './listener.ts'
import { control, untilStatus } from './sandbox.ts'
import { ANA, allOnPhone, BRUNO, hearFrom, onPhone, openShop, SHOP, type Shop } from './shop.ts'

const HOUR_MS = 3_600_000

let shop: Shop
let dataDir: string

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'formwire-pacing-'))
  shop = await openShop({ dataDir })
  await hearFrom(shop, ANA)
})

beforeEach(() => keepDistance(0))

afterAll(async () => {
  await shop?.close()
  await rm(dataDir, { recursive: true, force: true })
})

async function keepDistance(minSendIntervalMs: number): Promise<void> {
  await shop.gateway.call('POST', '/api/instance/settings/shop', { body: { minSendIntervalMs } })
}

const send = (flowToken: string, number = ANA, more: object = {}) =>
  shop.gateway.call('POST', '/api/message/form/shop', { body: { number, message: flowToken, flowToken, ...more } })

const formOf = async (flowToken: string) =>
  (await shop.gateway.call('GET', `/api/form/get/shop?flowToken=${flowToken}`)).body.form

const untilState = (flowToken: string, state: RegExp | string) =>
  expect.poll(async () => (await formOf(flowToken))?.state, { timeout: 15_000 }).toMatch(state)

const OUT = /^(sent|delivered|read)$/

/** Texts of forms at a phone, in the order in which they came. */
const arrived = async (phone: string, ...names: string[]) =>
  (await allOnPhone(shop.sandbox, phone))
    .map(({ message }) => message.interactiveMessage?.body?.text as string | undefined)
    .filter((text) => text !== undefined && names.includes(text))

test('sends of one instance go out one after another, in the order in which they were asked for', async () => {
  await send('opens')
  await keepDistance(400)
  const sending: ReturnType<typeof send>[] = []
  for (const name of ['one', 'two', 'three']) {
    sending.push(send(name))
    await expect.poll(async () => (await formOf(name))?.state, { timeout: 10_000 }).toBeDefined()
  }
  for (const { body } of await Promise.all(sending)) {
    expect(body).toMatchObject({ status: 'sent', data: { state: 'sent' } })
    await onPhone(shop.sandbox, ANA, body.data.messageId)
  }
  expect(await arrived(ANA, 'one', 'two', 'three')).toEqual(['one', 'two', 'three'])
})

test('a send that waits for its turn goes out as soon as the distance is taken away', async () => {
  await send('before')
  await keepDistance(HOUR_MS)
  const waiting = send('patient')
  await untilState('patient', 'queued')
  await keepDistance(0)
  const { body } = await waiting
  expect(body.data.state).toBe('sent')
  await onPhone(shop.sandbox, ANA, body.data.messageId)
})

test('whoever is known goes before a first contact that has to wait longer', async () => {
  const [opener, stranger] = ['5511987650002', '5511987650001']
  for (const phone of [opener, stranger]) await control(shop.sandbox, 'phones', { phone })
  await shop.gateway.call('POST', '/api/events/websocket/shop', { body: { enabled: true } })
  const socket = await listenOn(shop.gateway, 'shop')
  // Takes the turn of the first contacts, so that the next one stands three intervals behind.
  await keepDistance(1)
  const openedAt = Date.now()
  await send('opener', opener)
  await keepDistance(HOUR_MS)
  const first = send('stranger', stranger)
  await untilState('stranger', 'queued')
  const known = send('known', ANA)
  await untilState('known', 'queued')
  // The known one is due in a moment, and the first contact much later, however long all this took.
  await keepDistance(Date.now() - openedAt + 2_000)
  await untilState('known', OUT)
  await keepDistance(0)
  await untilState('stranger', OUT)
  expect((await known).body.status).toBe('sent')
  await onPhone(shop.sandbox, stranger, (await first).body.data.messageId)
  expect(await arrived(stranger, 'stranger')).toEqual(['stranger'])
  const went = () =>
    socket.frames
      .filter(({ event }) => event === 'message.exchange')
      .map(({ data }) => data.message.content)
      .filter((text) => text === 'known' || text === 'stranger')
  await expect.poll(went, { timeout: 10_000 }).toEqual(['known', 'stranger'])
  socket.drop()
})

test('what waits for its turn outlives a restart, and goes out once', async () => {
  await send('earlier')
  await keepDistance(HOUR_MS)
  const waiting = send('restarted')
  await untilState('restarted', 'queued')
  await shop.gateway.stop()
  expect((await waiting).body).toMatchObject({ status: 'sent', data: { state: 'queued' } })
  shop.gateway = await startGateway({ sandbox: shop.sandbox, dataDir })
  await untilStatus(shop.gateway, 'shop', 'connected')
  expect((await formOf('restarted')).state).toBe('queued')
  await keepDistance(0)
  await untilState('restarted', OUT)
  const { messageId } = await formOf('restarted')
  await onPhone(shop.sandbox, ANA, messageId)
  expect(await arrived(ANA, 'restarted')).toEqual(['restarted'])
})

test('other instances and groups keep their own pace', async () => {
  const { jid } = await control(shop.sandbox, 'groups', { subject: 'Turma', members: [SHOP, ANA, BRUNO] })
  await keepDistance(300)
  const { body } = await send('to the group', String(jid))
  expect(body.data.state).toBe('sent')
})

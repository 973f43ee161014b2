import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Receiver, startReceiver } from './receiver.ts'
import { control, statusOf, untilStatus } from './sandbox.ts'
import { ANA, allOnPhone, BRUNO, hearFrom, openShop, SHOP, type Shop } from './shop.ts'

const CARLA = '5511987650003'
const DORA = '5511987650004'

let shop: Shop
let receiver: Receiver

beforeAll(async () => {
  shop = await openShop()
  receiver = await startReceiver()
  for (const phone of [CARLA, DORA]) await control(shop.sandbox, 'phones', { phone })
  await shop.gateway.call('POST', '/api/events/webhook/shop', {
    body: { enabled: true, url: receiver.url, events: ['instance.state'] },
  })
  await hearFrom(shop, ANA)
})

afterAll(async () => {
  await shop?.close()
  await receiver?.close()
})

const send = (number: string, flowToken: string, more: object = {}, headers: Record<string, string> = {}) =>
  shop.gateway.call('POST', '/api/message/form/shop', { body: { number, message: 'Oi', flowToken, ...more }, headers })
const formOf = async (flowToken: string) =>
  (await shop.gateway.call('GET', `/api/form/get/shop?flowToken=${flowToken}`)).body.form
const restrictedUntil = async () => (await statusOf(shop.gateway, 'shop')).connection.restrictedUntil

/** Lets WhatsApp refuse one first message to a stranger. */
async function beRestricted(flowToken: string): Promise<void> {
  await control(shop.sandbox, 'faults', { account: SHOP, nack: { code: 463 } })
  const { status, body } = await send(BRUNO, flowToken)
  await control(shop.sandbox, 'faults', {})
  expect([status, body.error.code]).toEqual([500, 'send_failed'])
}

test('after a 463 no stranger is written to, whoever is known is, and the list says until when', async () => {
  expect(await restrictedUntil()).toBeNull()
  await beRestricted('stopped')
  const until = await restrictedUntil()
  expect(Date.parse(until)).toBeGreaterThan(Date.now())
  const told = () => receiver.deliveries.map(({ event }) => event.data).filter(({ reason }) => reason !== undefined)
  await expect.poll(told, { timeout: 10_000 }).toMatchObject([{ state: 'connected', reason: 'account_restricted' }])

  const refused = await send(CARLA, 'refused', {}, { 'Idempotency-Key': 'carla' })
  expect([refused.status, refused.body.status, refused.body.error.code]).toEqual([
    503,
    'send_failed',
    'account_restricted',
  ])
  expect(refused.body.error.message).toContain(until)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect([await formOf('refused'), await allOnPhone(shop.sandbox, CARLA)]).toEqual([undefined, []])
  expect((await send(ANA, 'known')).body).toMatchObject({ data: { state: 'sent' } })

  const before = await statusOf(shop.gateway, 'shop')
  await shop.gateway.call('POST', '/api/instance/reconnect/shop')
  await untilStatus(shop.gateway, 'shop', 'connected', before)
  expect(await restrictedUntil()).toBeNull()
  const after = await send(CARLA, 'refused', {}, { 'Idempotency-Key': 'carla' })
  expect(after.body).toMatchObject({ data: { state: 'sent' } })
})

test('first contacts that wait when WhatsApp restricts the number fail with the reason', async () => {
  const waiting = send(DORA, 'waits', { delay: 3 })
  await expect.poll(async () => (await formOf('waits'))?.state, { timeout: 10_000 }).toBe('queued')
  await beRestricted('stopped again')
  const { status, body } = await waiting
  expect([status, body.error.code]).toEqual([503, 'account_restricted'])
  expect(await formOf('waits')).toMatchObject({ state: 'failed', failure: { code: 'account_restricted' } })
  expect(await allOnPhone(shop.sandbox, DORA)).toEqual([])
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { control, statusOf, untilStatus } from './sandbox.ts'
import { openShop, SHOP, type Shop } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.close())

async function keepOnline(keepOnlineStatus: boolean): Promise<void> {
  await shop.gateway.call('POST', '/api/instance/settings/shop', { body: { keepOnlineStatus } })
}

/** What the linked device said of itself, the newest last. */
async function told(): Promise<string[]> {
  const { presence } = await control(shop.sandbox, 'presence?after=0')
  return (presence as { account: string; state: string }[])
    .filter(({ account }) => account === SHOP)
    .map(({ state }) => state)
}

const untilTold = (state: string) => expect.poll(async () => (await told()).at(-1), { timeout: 10_000 }).toBe(state)
const untilListed = (presence: string) =>
  expect
    .poll(async () => (await statusOf(shop.gateway, 'shop')).connection.presenceStatus, { timeout: 10_000 })
    .toBe(presence)

test('a number is shown as online from the moment that the setting says so, and over reconnects', async () => {
  expect(await told()).not.toContain('available')
  await untilListed('unavailable')
  await keepOnline(true)
  await untilTold('available')
  await untilListed('available')

  await control(shop.sandbox, 'faults', { account: SHOP, offline: 600 })
  await untilStatus(shop.gateway, 'shop', 'disconnected')
  expect((await statusOf(shop.gateway, 'shop')).connection.presenceStatus).toBe('unavailable')
  const before = (await told()).length
  await untilStatus(shop.gateway, 'shop', 'connected')
  await expect.poll(async () => (await told()).slice(before).at(-1), { timeout: 10_000 }).toBe('available')
  await untilListed('available')

  await keepOnline(false)
  await untilTold('unavailable')
  await untilListed('unavailable')
  const listed = await statusOf(shop.gateway, 'shop')
  await shop.gateway.call('POST', '/api/instance/reconnect/shop')
  await untilStatus(shop.gateway, 'shop', 'connected', listed)
  expect((await told()).at(-1)).toBe('unavailable')
})

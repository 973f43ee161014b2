import { afterAll, beforeAll, expect, test } from 'vitest'
import { movableClock } from '../../src/event/rig.suite.ts'
import { type EngineName, makePlace, type StorePlace } from '../../src/platform/db/test-store.suite.ts'
import { startGateway, type TestGateway } from './gateway.ts'
import { type Receiver, startReceiver } from './receiver.ts'

const HOUR_MS = 3_600_000
const FIVE_DAYS_MS = 120 * HOUR_MS

/** A receiver that is gone for five days and comes back, seen from outside. */
export function testPausing(engine: EngineName): void {
  let place: StorePlace
  let gateway: TestGateway
  let deaf: Receiver
  let healed: Receiver
  let watcher: Receiver
  const clock = movableClock()

  const start = () => {
    const { databaseUrl, dataDir } = place.options
    const environment = databaseUrl === undefined ? undefined : { DATABASE_URL: databaseUrl }
    return startGateway({ dataDir, clock, ...(environment && { environment }) })
  }

  /** Stops it while its time goes on: a good-bye has its patience on the same clock. */
  async function stop(): Promise<void> {
    const ticking = setInterval(() => clock.advance(100), 10)
    await gateway.stop()
    clearInterval(ticking)
  }

  const call = async (method: string, path: string, body?: object) => {
    const reply = await gateway.call(method, path, { body })
    expect(reply.status).toBe(200)
    return reply.body
  }
  const webhook = async () => (await call('GET', '/api/events/webhook/shop?label=default')).webhook
  const deliveries = async () => (await call('GET', '/api/events/deliveries/shop?label=default')).deliveries
  const attempts = async () => (await deliveries()).map((delivery: { attempts: number }) => delivery.attempts)

  beforeAll(async () => {
    place = await makePlace(engine)
    deaf = await startReceiver(503)
    healed = await startReceiver()
    watcher = await startReceiver()
    gateway = await start()
    await gateway.call('POST', '/api/instance/new', { body: { name: 'shop' } })
  })

  afterAll(async () => {
    if (gateway) await stop()
    for (const receiver of [deaf, healed, watcher]) await receiver?.close()
    await place?.remove()
  })

  test('a webhook that fails for five days, over a restart, is paused; configured again, nothing is lost', async () => {
    await call('POST', '/api/events/webhook/shop', { url: deaf.url })
    await call('POST', '/api/events/webhook/shop', { label: 'watcher', url: watcher.url, events: ['webhook.paused'] })
    await call('DELETE', '/api/instance/logout/shop')
    await expect.poll(attempts).toEqual([1])
    const { failingSince } = await webhook()
    expect(failingSince).toEqual(expect.any(String))

    await stop()
    clock.advance(FIVE_DAYS_MS)
    gateway = await start()
    await expect.poll(attempts).toEqual([2])
    expect(await webhook()).toMatchObject({ paused: false, failingSince })
    clock.advance(HOUR_MS)
    await expect.poll(webhook).toMatchObject({ enabled: true, paused: true, failingSince })
    await expect
      .poll(() => watcher.deliveries.map(({ event }) => event))
      .toMatchObject([{ event: 'webhook.paused', data: { label: 'default', reason: 'five_days_of_failures' } }])

    const [waiting] = await deliveries()
    expect(waiting).toMatchObject({ state: 'pending', attempts: 3, lastStatus: 503 })
    await call('POST', '/api/events/rotateSecret/shop')
    clock.advance(FIVE_DAYS_MS)
    await stop()
    gateway = await start()
    expect(await deliveries()).toEqual([waiting])
    expect(deaf.deliveries).toHaveLength(3)

    await call('POST', '/api/events/webhook/shop', { url: healed.url })
    await expect.poll(() => healed.deliveries.length).toBe(1)
    expect(healed.deliveries[0]?.headers['webhook-id']).toBe(deaf.deliveries[0]?.headers['webhook-id'])
    expect(healed.deliveries[0]?.headers['webhook-signature']).toMatch(/^v1,\S+$/)
    await expect.poll(deliveries).toMatchObject([{ state: 'delivered', attempts: 4 }])
    expect(await webhook()).toMatchObject({ paused: false, pausedAt: null, failingSince: null })
  })
}

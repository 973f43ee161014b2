import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EngineName, makePlace, type StorePlace } from '../../src/platform/db/test-store.suite.ts'
import { insistOnDescribedEvent } from '../described.ts'
import { startGateway, type TestGateway } from './gateway.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { control, linkInstance, type Sandbox, startSandbox, untilStatus } from './sandbox.ts'
import { onPhone } from './shop.ts'
import { findTraces } from './traces.ts'

const SHOP = '5511940000001'
const ANA = '5511987654321'
const FULL_NAME = 'Aurora Echoed'

/** A customer's server that is down at first, and says back what it is told: many do. */
async function startEchoing() {
  const told: { event: string; raw: string; headers: Record<string, string> }[] = []
  const state = { status: 503 }
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString()
      const { event } = JSON.parse(raw)
      told.push({ event, raw, headers: request.headers as Record<string, string> })
      response.writeHead(state.status).end(`${request.headers.authorization} ${raw}`)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?tenant=7`
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    for (const { raw } of told) insistOnDescribedEvent(JSON.parse(raw))
  }
  return { url, told, state, close }
}

/** A receiver that was down: its deliveries are looked at, sent again, tested, and hold nothing of what is erased. */
export function testDeliveries(engine: EngineName): void {
  let place: StorePlace
  let sandbox: Sandbox
  let gateway: TestGateway
  let echoing: Awaited<ReturnType<typeof startEchoing>>
  let good: Receiver
  let secret: string
  let form: { messageId: string; revisions: { id: string; messageId?: string }[] }

  const start = () => {
    const { databaseUrl, dataDir } = place.options
    const environment = {
      WEBHOOK_INCLUDE_TOKEN: 'true',
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    }
    return startGateway({ dataDir, sandbox, environment })
  }
  const call = (method: string, path: string, body?: object) =>
    gateway.call(method, `/api/events/${path}`, body && { body })
  const list = async (query: string) => (await call('GET', `deliveries/shop?limit=200&${query}`)).body.deliveries
  const read = async (id: string) => (await call('GET', `delivery/shop?id=${id}`)).body.delivery

  beforeAll(async () => {
    place = await makePlace(engine)
    sandbox = await startSandbox()
    echoing = await startEchoing()
    good = await startReceiver()
    await control(sandbox, 'phones', { phone: ANA, name: 'Ana Souza' })
    gateway = await start()
    await linkInstance(gateway, sandbox, 'shop', SHOP)
    const events = ['form.answered', 'form.sent']
    const body = { label: 'echoing', url: echoing.url, authorization: 'Bearer of-the-receiver', events }
    const made = await call('POST', 'webhook/shop', body)
    secret = made.body.webhook.secret
    await call('POST', 'webhook/shop', { label: 'good', url: good.url, events })
  })

  afterAll(async () => {
    await gateway?.stop()
    await echoing?.close()
    await good?.close()
    await sandbox?.close()
    await place?.remove()
  })

  test('what a receiver that is down was told stands in the log of its delivery, without credentials', async () => {
    const sent = (
      await gateway.call('POST', '/api/message/form/shop', { body: { number: ANA, message: 'Your details' } })
    ).body.data
    await onPhone(sandbox, ANA, sent.messageId)
    const values = { full_name: FULL_NAME }
    await control(sandbox, `phones/${ANA}/answer`, { messageId: sent.messageId, values })
    form = (await gateway.call('GET', `/api/form/get/shop?messageId=${sent.messageId}&wait=10`)).body.form
    const tried = async () => (await list('label=echoing&state=pending&event=form.sent'))[0]
    await expect.poll(async () => (await tried())?.attempts, { timeout: 10_000 }).toBeGreaterThan(0)
    const delivery = await read((await tried()).id)
    expect(delivery).toMatchObject({ event: 'form.sent', label: 'echoing', state: 'pending', lastStatus: 503 })
    expect(delivery.url).toBe(echoing.url)
    const first = echoing.told.find(({ event }) => event === 'form.sent')
    expect(delivery.body).toBe(first?.raw.replace(/"token":"[^"]+"/, '"token":"***"'))
    expect(delivery.log[0]).toMatchObject({ status: 503, error: null, response: `*** ${delivery.body}`.slice(0, 4096) })
    expect(delivery.log).toHaveLength(delivery.attempts)
    const about = await list(`messageId=${delivery.messageId}&event=form.sent&label=good`)
    expect(about).toMatchObject([{ label: 'good', state: 'delivered' }])
  })

  test('switched off, it can be neither tested nor replayed to; what waits is cancelled', async () => {
    await call('POST', 'webhook/shop', { label: 'echoing', enabled: false })
    const [cancelled] = await list('label=echoing&state=cancelled')
    for (const [path, body] of [
      ['test', { label: 'echoing' }],
      ['replay', { label: 'echoing' }],
      ['replay', { ids: [cancelled.id] }],
    ] as const) {
      const reply = await call('POST', `${path}/shop`, body)
      expect([reply.status, reply.body.error.code]).toEqual([400, 'webhook_switched_off'])
    }
  })

  test('a test tells that the receiver still fails, then that it is well again', async () => {
    const body = {
      label: 'echoing',
      url: echoing.url,
      authorization: 'Bearer of-the-receiver',
      events: ['form.answered'],
    }
    await call('POST', 'webhook/shop', body)
    const failed = await call('POST', 'test/shop', { label: 'echoing' })
    expect([failed.status, failed.body.message]).toEqual([200, 'Webhook tested'])
    expect(failed.body.delivery).toMatchObject({ event: 'webhook.test', state: 'dead', attempts: 1, lastStatus: 503 })
    echoing.state.status = 200
    const { delivery } = (await call('POST', 'test/shop', { label: 'echoing' })).body
    expect(delivery).toMatchObject({ state: 'delivered', lastStatus: 200, log: [{ status: 200 }] })
    const { raw, headers } = echoing.told.at(-1) ?? { raw: '', headers: {} }
    expect(new Webhook(secret).verify(raw, headers)).toMatchObject({
      event: 'webhook.test',
      data: { label: 'echoing' },
    })
    expect(good.deliveries.filter(({ event }) => event.event === 'webhook.test')).toEqual([])
  })

  test('over a restart, what was cancelled is replayed once under the ids of its events', async () => {
    await gateway.stop()
    gateway = await start()
    await untilStatus(gateway, 'shop', 'connected')
    const before = echoing.told.length
    const waiting = (await list('label=echoing&state=cancelled')).toReversed()
    expect(waiting.map(({ event }: { event: string }) => event)).toEqual(['form.sent', 'form.answered'])
    const reply = await call('POST', 'replay/shop', { label: 'echoing', from: waiting[0].createdAt })
    expect([reply.status, reply.body]).toEqual([
      202,
      { success: true, message: 'Deliveries queued again', replayed: waiting.length },
    ])
    await expect.poll(() => echoing.told.length - before, { timeout: 10_000 }).toBe(waiting.length)
    const again = echoing.told.slice(before).map(({ headers }) => headers['webhook-id'])
    expect(again).toEqual(waiting.map(({ eventId }: { eventId: string }) => eventId))
    await expect.poll(async () => (await read(waiting[0].id)).state).toBe('delivered')
    const delivery = await read(waiting[0].id)
    expect([delivery.attempts, delivery.log.at(0).status, delivery.log.at(-1).status]).toEqual([1, 503, 200])
    const more = await call('POST', 'replay/shop', { label: 'echoing' })
    expect(more.body.replayed).toBe(0)
  })

  test('an erased answer goes from the logs too, and is replayed without its values', async () => {
    const told = (await list('label=echoing&event=form.answered'))[0]
    expect(JSON.stringify(await read(told.id))).toContain(FULL_NAME)
    const erased = await gateway.call('DELETE', `/api/form/answer/shop?id=${form.revisions[0]?.id}`)
    expect(erased.status).toBe(200)
    const blanked = await read(told.id)
    expect(blanked.log.at(-1)).toMatchObject({ status: 200, response: null })
    expect(JSON.stringify(blanked)).not.toContain(FULL_NAME)
    const before = echoing.told.length
    expect((await call('POST', 'replay/shop', { ids: [told.id] })).body.replayed).toBe(1)
    await expect.poll(() => echoing.told.length, { timeout: 10_000 }).toBe(before + 1)
    expect(echoing.told.at(-1)?.raw).not.toContain(FULL_NAME)
    expect(JSON.parse(echoing.told.at(-1)?.raw ?? '')).toMatchObject({ data: { answer: { erased: true } } })
    await expect.poll(async () => (await read(told.id)).state).toBe('delivered')
    await gateway.stop()
    expect(await findTraces(place, ['Aurora', 'of-the-receiver'])).toEqual([])
    gateway = await start()
  })
}

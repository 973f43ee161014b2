import { expect, test } from 'vitest'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { movableClock, openReceiver, openRig, type Rig, stateNews, tokenOf, until } from './rig.suite.ts'

const TEST = '/api/events/test/shop'

async function configure(rig: Rig, body: Record<string, unknown>) {
  expect(await rig.call('POST', '/api/events/webhook/shop', body)).toMatchObject({ status: 200 })
}

describeStores((open) => {
  test('a test reaches its webhook alone, and is told with what came of it', async () => {
    const rig = await openRig(await open(), { includeToken: true })
    const tested = await openReceiver((call, response) => response.end(`${call.body}\0${call.headers.authorization}`))
    const other = await openReceiver()
    await configure(rig, { label: 'crm', url: tested.url, byEvents: true, authorization: 'Bearer of-the-receiver' })
    await configure(rig, { label: 'other', url: other.url, events: ['webhook.test', 'instance.state'] })
    const reply = await rig.call('POST', TEST, { label: 'crm' })
    const [call] = tested.calls
    expect(reply).toMatchObject({ status: 200, body: { success: true, message: 'Webhook tested' } })
    const { delivery } = reply.body
    expect(delivery).toMatchObject({ event: 'webhook.test', label: 'crm', state: 'delivered', attempts: 1 })
    expect(delivery).toMatchObject({ eventId: call?.headers['webhook-id'], lastStatus: 200, nextAttemptAt: null })
    expect(delivery?.url).toBe(`${tested.url}/webhook.test`)
    expect(call?.path).toBe('/hook/webhook.test')
    expect(call?.json).toMatchObject({ event: 'webhook.test', data: { label: 'crm' } })
    expect(call?.body).toContain(tokenOf('shop'))
    expect(delivery?.body).toBe(call?.body.replace(tokenOf('shop'), '***'))
    expect(delivery?.log).toMatchObject([{ status: 200, error: null }])
    expect(delivery?.log[0]?.response).toBe(`${delivery?.body}\u{fffd}***`)
    expect(JSON.stringify(reply.body)).not.toMatch(/of-the-receiver|whsec_|token-of-/)
    await rig.announce(stateNews('later'))
    await until(() => other.calls.length > 0)
    expect(other.calls.map(({ json }) => json.event)).toEqual(['instance.state'])
    const read = await rig.call('GET', `/api/events/delivery/shop?id=${delivery?.id}`)
    expect(read.body).toMatchObject({ message: 'Delivery found', delivery: { id: delivery?.id, log: delivery?.log } })
  })

  test('a receiver that fails is told with a 200; a test is not tried again, replayed, or held against it', async () => {
    const moving = movableClock()
    const rig = await openRig(await open(), { moving })
    let status = 500
    const receiver = await openReceiver((_call, response) => response.writeHead(status).end('broken'))
    await configure(rig, { url: receiver.url })
    for (let times = 0; times < 6; times += 1) {
      const reply = await rig.call('POST', TEST)
      expect(reply).toMatchObject({ status: 200, body: { delivery: { state: 'dead', attempts: 1, lastStatus: 500 } } })
      expect(reply.body.delivery?.log).toMatchObject([{ status: 500, response: 'broken' }])
    }
    status = 410
    expect((await rig.call('POST', TEST)).body.delivery).toMatchObject({ state: 'dead', lastStatus: 410 })
    status = 200
    expect((await rig.call('POST', '/api/events/replay/shop', { label: 'default' })).body.replayed).toBe(0)
    await rig.announce(stateNews('one'))
    await until(() => receiver.calls.length === 8)
    expect(receiver.calls.at(-1)?.json.event).toBe('instance.state')
  })

  test('a receiver that cannot be reached is told too', async () => {
    const rig = await openRig(await open())
    await configure(rig, { label: 'closed', url: 'http://127.0.0.1:9/hook' })
    const closed = await rig.call('POST', TEST, { label: 'closed' })
    expect(closed.body.delivery).toMatchObject({ state: 'dead', lastStatus: null, lastError: 'connection_refused' })
    expect(closed.body.delivery?.log).toMatchObject([{ status: null, error: 'connection_refused', response: null }])
  })

  test('a stop ends a test that waits: it is cancelled, and the next process does not send it', async () => {
    const store = await open()
    const rig = await openRig(store)
    const silent = await openReceiver(() => {})
    await configure(rig, { url: silent.url })
    const testing = rig.call('POST', TEST)
    await until(() => silent.calls.length === 1)
    rig.stopHolding()
    expect((await testing).body.delivery).toMatchObject({ state: 'cancelled', attempts: 0, log: [] })
    await rig.events.stop()
    const next = await openRig(store)
    await next.announce(stateNews('one'))
    await until(() => silent.calls.length === 2)
    expect(silent.calls.map(({ json }) => json.event)).toEqual(['webhook.test', 'instance.state'])
  })

  test('a webhook that is unknown or switched off cannot be tested', async () => {
    const rig = await openRig(await open())
    await configure(rig, { label: 'off', enabled: false })
    const off = { code: 'webhook_switched_off', message: 'This webhook is switched off. Switch it on first' }
    expect(await rig.call('POST', TEST, { label: 'off' })).toMatchObject({ status: 400, body: { error: off } })
    const none = { status: 404, body: { error: { code: 'webhook_not_found' } } }
    expect(await rig.call('POST', TEST)).toMatchObject(none)
  })
})

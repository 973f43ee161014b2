import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EngineName, makePlace, type StorePlace } from '../../src/platform/db/test-store.suite.ts'
import { isShort } from '../twins.ts'
import { startGateway, type TestGateway } from './gateway.ts'
import { listenOn } from './listener.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { type Samples, scrape } from './samples.ts'
import { control, linkInstance, type Sandbox, startSandbox, statusOf, untilStatus } from './sandbox.ts'
import { onPhone } from './shop.ts'

const SHOP = '5511940000001'
const ANA = '5511987654321'

/** What an operator sees of a number's day, counted exactly. */
export function testMetrics(engine: EngineName): void {
  let place: StorePlace
  let sandbox: Sandbox
  let gateway: TestGateway
  let receiver: Receiver
  let before: Samples

  const look = () => scrape(gateway.baseUrl)
  /** By how much what begins like this moved since the last `begin`; what did not move is left out. */
  const moved = async (prefix: string) => {
    const now = await look()
    return Object.fromEntries(
      Object.entries(now).flatMap(([name, value]) =>
        name.startsWith(`formwire_${prefix}`) && value !== (before[name] ?? 0)
          ? [[name.slice('formwire_'.length), value - (before[name] ?? 0)]]
          : [],
      ),
    )
  }
  const begin = async () => {
    before = await look()
  }
  const send = (kind: string, body: object) => gateway.call('POST', `/api/message/${kind}/shop`, { body })

  beforeAll(async () => {
    place = await makePlace(engine)
    sandbox = await startSandbox()
    receiver = await startReceiver(503)
    await control(sandbox, 'phones', { phone: ANA, name: 'Ana Souza' })
    const { databaseUrl, dataDir } = place.options
    const environment = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }
    gateway = await startGateway({ sandbox, dataDir, environment })
    await linkInstance(gateway, sandbox, 'shop', SHOP)
    await gateway.call('POST', '/api/instance/new', { body: { name: 'spare' } })
  })

  afterAll(async () => {
    await gateway?.stop()
    await receiver?.close()
    await sandbox?.close()
    await place?.remove()
  })

  test('numbers are counted by state, states that none is in too', async () => {
    await expect
      .poll(async () => (await look())['formwire_instances{state="connected",linked="yes"}'], { timeout: 10_000 })
      .toBe(1)
    const samples = await look()
    const states = Object.entries(samples).filter(([name]) => name.startsWith('formwire_instances'))
    expect(Object.fromEntries(states)).toMatchObject({
      'formwire_instances{state="disconnected",linked="no"}': 1,
      'formwire_instances{state="disconnected",linked="yes"}': 0,
      'formwire_instances{state="banned",linked="yes"}': 0,
      'formwire_instances{state="loggedout",linked="no"}': 0,
    })
    expect(samples['formwire_metrics_failures_total{reader="deliveries"}']).toBe(0)
  })

  test('a send that is answered, and one that is refused, move what counts them by one', async () => {
    await begin()
    const sent = (await send('form', { number: ANA, message: 'Your details', replyText: 'Thanks' })).body.data
    await onPhone(sandbox, ANA, sent.messageId)
    await control(sandbox, `phones/${ANA}/receipt`, { messageId: sent.messageId, type: 'read' })
    await expect
      .poll(() => moved('sends_total{kind="form",state="read"'))
      .toEqual({
        'sends_total{kind="form",state="read"}': 1,
      })
    await control(sandbox, `phones/${ANA}/answer`, { messageId: sent.messageId, values: { full_name: 'Ana Souza' } })
    await expect.poll(() => moved('sends_total{kind="text",state="delivered"')).not.toEqual({})
    await control(sandbox, 'faults', { account: SHOP, nack: { code: 463 } })
    expect((await send('text', { number: ANA, message: 'Hello' })).status).toBe(500)
    await control(sandbox, 'faults', {})
    expect(await moved('sends_total')).toEqual({
      'sends_total{kind="form",state="sending"}': 1,
      'sends_total{kind="form",state="sent"}': 1,
      'sends_total{kind="form",state="delivered"}': 1,
      'sends_total{kind="form",state="read"}': 1,
      'sends_total{kind="text",state="queued"}': 1,
      'sends_total{kind="text",state="sending"}': 2,
      'sends_total{kind="text",state="sent"}': 1,
      'sends_total{kind="text",state="delivered"}': 1,
      'sends_total{kind="text",state="failed"}': 1,
    })
    expect(await moved('acks_total')).toEqual({ 'acks_total{code="ok"}': 2, 'acks_total{code="463"}': 1 })
    expect(await moved('send_ack_seconds_count')).toEqual({ send_ack_seconds_count: 3 })
    const matched = 'answers_total{match="token",form_type="contact_details"}'
    expect(await moved('answers_')).toEqual({ [matched]: 1 })
  })

  test('an answer that belongs to no form is counted as one', async () => {
    await begin()
    const stranger = {
      to: `${SHOP}@s.whatsapp.net`,
      flowToken: 'nobody-sent-this',
      quote: false,
      values: { full_name: 'Ana' },
    }
    await control(sandbox, `phones/${ANA}/answer`, stranger)
    const unmatched = 'answers_total{match="none",form_type="none"}'
    await expect.poll(() => moved('answers_')).toEqual({ [unmatched]: 1 })
  })

  test('a delivery that fails, is given up, is delivered or cancelled moves what counts it by one', async () => {
    await begin()
    const events = ['form.sent']
    const configure = (body: object) => gateway.call('POST', '/api/events/webhook/shop', { body: { events, ...body } })
    const form = () => send('form', { number: ANA, message: 'Your details' })
    await configure({ url: receiver.url })
    await form()
    await expect.poll(() => moved('deliveries_total')).toEqual({ 'deliveries_total{outcome="failed"}': 1 })
    await expect.poll(() => moved('deliveries_waiting'), { timeout: 10_000 }).toEqual({ deliveries_waiting: 1 })
    expect((await look())['formwire_delivery_oldest_seconds']).toBeGreaterThan(0)
    await configure({ enabled: false })
    await expect
      .poll(() => moved('deliveries_total'))
      .toEqual({
        'deliveries_total{outcome="failed"}': 1,
        'deliveries_total{outcome="cancelled"}': 1,
      })
    receiver.status = 204
    await configure({ url: receiver.url })
    await form()
    await expect.poll(() => moved('delivery_seconds_count')).toEqual({ delivery_seconds_count: 1 })
    receiver.status = 410
    await form()
    await expect
      .poll(() => moved('deliveries_total'))
      .toEqual({
        'deliveries_total{outcome="failed"}': 1,
        'deliveries_total{outcome="cancelled"}': 1,
        'deliveries_total{outcome="delivered"}': 1,
        'deliveries_total{outcome="dead"}': 1,
      })
    expect(await moved('delivery_attempt_seconds_count')).toEqual({ delivery_attempt_seconds_count: 3 })

    receiver.status = 204
    await configure({ url: receiver.url })
    const { deliveries } = (await gateway.call('GET', '/api/events/deliveries/shop?state=dead')).body
    await gateway.call('POST', '/api/events/replay/shop', { body: { ids: [deliveries[0].id] } })
    const delivered = 'deliveries_total{outcome="delivered"}'
    await expect.poll(() => moved(delivered)).toEqual({ [delivered]: 2 })
    // One that was replayed is as old as its event, which says nothing of the way.
    expect(await moved('delivery_seconds_count')).toEqual({ delivery_seconds_count: 1 })
  })

  // The gauges are read every few seconds, and ask nothing of the store.
  if (!isShort(engine)) {
    test('who waits for an answer, and who listens, is shown as long as it lasts', async () => {
      await begin()
      const { messageId } = (await send('form', { number: ANA, message: 'Your details' })).body.data
      const leaving = new AbortController()
      const path = `/api/form/get/shop?messageId=${messageId}&wait=60`
      const waiting = gateway.call('GET', path, { signal: leaving.signal }).catch(() => 'left')
      await gateway.call('POST', '/api/events/websocket/shop', { body: { enabled: true } })
      const socket = await listenOn(gateway, 'shop')
      await expect.poll(() => moved('held_requests')).toEqual({ held_requests: 1 })
      await expect.poll(() => moved('websockets')).toEqual({ websockets: 1 })
      leaving.abort()
      socket.drop()
      expect(await waiting).toBe('left')
      await expect.poll(() => moved('held_requests')).toEqual({})
      await expect.poll(() => moved('websockets')).toEqual({})
    })
  }

  test('a lost connection is counted with its reason', async () => {
    await begin()
    const before = await statusOf(gateway, 'shop')
    await control(sandbox, 'faults', { account: SHOP, drop: 'close' })
    await expect.poll(() => moved('disconnects_total')).not.toEqual({})
    await control(sandbox, 'faults', {})
    await untilStatus(gateway, 'shop', 'connected', before)
    const lost = 'disconnects_total{reason="connection_lost",next="retry"}'
    expect(await moved('disconnects_total')).toEqual({ [lost]: 1 })
  })

  test('nothing that is exposed names an instance, a number, a person or an address', async () => {
    const text = await (await fetch(`${gateway.baseUrl}/metrics`)).text()
    for (const secret of [SHOP, ANA, 'shop', 'spare', 'Ana', '@', 'http:', 'ins_', 'msg_', gateway.accountToken]) {
      expect(text, secret).not.toContain(secret)
    }
  })

  test('health says that the store takes writes and its disk has room', async () => {
    const health = await gateway.call('GET', '/health', { token: null })
    expect(health.body).toMatchObject({ status: 'ok', checks: { store: 'ok', disk: 'ok' } })
  })
}

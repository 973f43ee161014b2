import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import type { Store } from '../platform/db/store.ts'
import { DAY_MS } from '../platform/db/sweep.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { LONGEST_FAILING_MS } from './domain/failing.ts'
import { holdPausedLetters } from './hold-letters.suite.ts'
import { type MovableClock, movableClock, openReceiver, openRig, stateNews, until } from './rig.suite.ts'

const PATH = '/api/events/webhook/shop'

interface World {
  store: Store
  moving: MovableClock
  isNew?: true
}

describeStores((open) => {
  /** The webhook `default`, that waits for its receiver, and what a test does with it. */
  async function openWorld(url: string, given?: World) {
    const moving = given?.moving ?? movableClock()
    const store = given?.store ?? (await open())
    const rig = await openRig(store, { moving })
    const authorization = 'Bearer x'
    if (!given || given.isNew) await rig.call('POST', PATH, { url, authorization, events: ['instance.state'] })
    const shown = async () => (await rig.call('GET', `${PATH}?label=default`)).body.webhook
    const deliveries = async () =>
      (await rig.call('GET', '/api/events/deliveries/shop?limit=200')).body.deliveries ?? []
    const states = async () => (await deliveries()).map(({ state }) => state).reverse()
    async function pause(paused: boolean) {
      const reply = await rig.call('POST', '/api/events/pauseWebhook/shop', { label: 'default', paused })
      expect(reply.status).toBe(200)
      return reply.body.webhook
    }
    return { rig, store, moving, shown, deliveries, states, pause }
  }

  const told = (calls: { json: { data: { reason: string } } }[]) => calls.map(({ json }) => json.data.reason)

  test('a webhook paused by hand keeps what it is; what happens waits, over a restart, and comes once and in order', async () => {
    const receiver = await openReceiver()
    const { rig, store, moving, shown, states, pause } = await openWorld(receiver.url)
    const before = await shown()
    const pausedAt = new Date(moving.now()).toISOString()
    expect(await pause(true)).toEqual({ ...before, paused: true, pausedAt, pausedReason: 'by_hand' })
    for (const reason of ['1', '2', '3']) await rig.announce(stateNews(reason, 'chat'))
    moving.advance(DAY_MS)
    await rig.events.stop()
    const next = await openWorld(receiver.url, { store, moving })
    for (const reason of ['4', '5']) await next.rig.announce(stateNews(reason, 'chat'))
    moving.advance(DAY_MS)
    expect(await next.states()).toEqual(Array.from({ length: 5 }, () => 'pending'))
    expect(await next.shown()).toMatchObject({ paused: true, pausedAt, pausedReason: 'by_hand' })
    expect(receiver.calls).toEqual([])
    expect(await states()).toHaveLength(5)
    expect(await next.pause(false)).toMatchObject({ paused: false, pausedAt: null, pausedReason: null })
    await until(async () => (await next.states()).every((state) => state === 'delivered'))
    expect(told(receiver.calls)).toEqual(['1', '2', '3', '4', '5'])
  })

  test('asked twice, or two at once, it is paused once and goes on once', async () => {
    const receiver = await openReceiver()
    const { rig, moving, shown, states, pause } = await openWorld(receiver.url)
    const [first, second] = await Promise.all([pause(true), pause(true)])
    expect(second).toEqual(first)
    moving.advance(1_000)
    expect(await pause(true)).toEqual(first)
    await rig.announce(stateNews('1'))
    await Promise.all([pause(false), pause(false)])
    await until(async () => (await states())[0] === 'delivered')
    const after = await shown()
    moving.advance(1_000)
    expect(await pause(false)).toEqual(after)
    expect(told(receiver.calls)).toEqual(['1'])
  })

  test('a call under way when the pause comes ends as it would, and what waits behind it is not called', async () => {
    const held: ServerResponse[] = []
    const receiver = await openReceiver((_call, response) => void held.push(response))
    const { rig, states, pause } = await openWorld(receiver.url)
    for (const reason of ['1', '2']) await rig.announce(stateNews(reason, 'chat'))
    await until(() => held.length === 1)
    await pause(true)
    held[0]?.end()
    await until(async () => (await states())[0] === 'delivered')
    expect(await states()).toEqual(['delivered', 'pending'])
    await pause(false)
    await until(() => held.length === 2)
    held[1]?.end()
    await until(async () => (await states())[1] === 'delivered')
    expect(told(receiver.calls)).toEqual(['1', '2'])
  })

  test('given another address while a call was under way, a paused webhook posts nothing there', async () => {
    const held: ServerResponse[] = []
    const [old, other] = [await openReceiver((_call, response) => void held.push(response)), await openReceiver()]
    const { rig, store, moving, deliveries, pause } = await openWorld(old.url)
    await rig.announce(stateNews('1', 'chat'))
    await until(() => held.length === 1)
    await pause(true)
    const configured = await rig.call('POST', PATH, { url: other.url, events: ['instance.state'] })
    expect(configured.body.webhook).toMatchObject({ url: other.url, paused: true })
    // It waits for calls under way.
    await rig.events.stop()
    expect(other.calls).toEqual([])
    expect(await deliveries()).toMatchObject([{ state: 'pending', attempts: 0 }])
    const next = await openWorld(other.url, { store, moving })
    await next.pause(false)
    await until(async () => (await next.states())[0] === 'delivered')
    expect([told(old.calls), told(other.calls)]).toEqual([['1'], ['1']])
  })

  test.each(['chat', null])('gone on before its broken call is given back, a webhook gets it all: %s', async (key) => {
    const calling: ServerResponse[] = []
    const [old, other] = [await openReceiver((_call, response) => void calling.push(response)), await openReceiver()]
    const { store, held } = holdPausedLetters(await open())
    const moving = movableClock()
    const { rig, deliveries, states, pause } = await openWorld(old.url, { store, moving, isNew: true })
    for (const reason of ['1', '2']) await rig.announce(stateNews(reason, key))
    await until(() => calling.length === 1)
    await pause(true)
    await rig.call('POST', PATH, { url: other.url, events: ['instance.state'] })
    await until(() => held.length === 1)
    await pause(false)
    for (const letGo of held) letGo()
    await until(async () => (await states()).every((state) => state === 'delivered'))
    expect(told(other.calls).toSorted()).toEqual(['1', '2'])
    expect((await deliveries()).map(({ attempts }) => attempts)).toEqual([1, 1])
  })

  test('one that goes on while a call is under way does not make that call again', async () => {
    let release = () => {}
    const receiver = await openReceiver(({ json }, response) => {
      if (json.data.reason === 'held') release = () => void response.end()
      else response.end()
    })
    const { rig, states, pause } = await openWorld(receiver.url)
    for (const [index, reason] of ['a', 'b', 'c'].entries()) {
      await rig.announce(stateNews(reason))
      await until(async () => (await states())[index] === 'delivered')
    }
    await rig.announce(stateNews('held', 'chat'))
    await until(() => receiver.calls.length === 4)
    await pause(true)
    await rig.announce(stateNews('behind', 'chat'))
    await rig.announce(stateNews('other', 'other'))
    await pause(false)
    release()
    await until(async () => (await states()).every((state) => state === 'delivered'))
    expect(told(receiver.calls).slice(3).toSorted()).toEqual(['behind', 'held', 'other'])
  })

  test('a test is posted though it is paused; what is replayed waits', async () => {
    const receiver = await openReceiver()
    const { rig, deliveries, states, pause } = await openWorld(receiver.url)
    await rig.announce(stateNews('1'))
    await until(async () => (await states())[0] === 'delivered')
    await pause(true)
    const tested = await rig.call('POST', '/api/events/test/shop', { label: 'default' })
    expect(tested.body.delivery).toMatchObject({ state: 'delivered', lastStatus: 200 })
    const ids = (await deliveries()).filter(({ event }) => event === 'instance.state').map(({ id }) => id)
    expect(await rig.call('POST', '/api/events/replay/shop', { ids })).toMatchObject({ status: 202 })
    expect(await states()).toEqual(['pending', 'delivered'])
    expect(receiver.calls).toHaveLength(2)
    await pause(false)
    await until(() => receiver.calls.length === 3)
    expect(receiver.calls[2]?.headers['webhook-id']).toBe(receiver.calls[0]?.headers['webhook-id'])
  })

  test('configured again it stays paused, and what waits goes to the new address later; switched off it is not', async () => {
    const [old, other] = [await openReceiver(), await openReceiver()]
    const { rig, states, pause } = await openWorld(old.url)
    await pause(true)
    await rig.announce(stateNews('1'))
    const configured = await rig.call('POST', PATH, { url: other.url })
    expect(configured.body.webhook).toMatchObject({ url: other.url, paused: true, pausedReason: 'by_hand' })
    await rig.announce(stateNews('2'))
    expect(await states()).toEqual(['pending', 'pending'])
    await pause(false)
    await until(() => other.calls.length === 2)
    expect(old.calls).toEqual([])
    await pause(true)
    await rig.announce(stateNews('3'))
    const off = await rig.call('POST', PATH, { enabled: false })
    expect(off.body.webhook).toMatchObject({ enabled: false, paused: false, pausedAt: null, pausedReason: null })
    expect((await states()).at(-1)).toBe('cancelled')
    await rig.call('POST', PATH, { url: other.url })
    await rig.announce(stateNews('4'))
    await until(() => other.calls.length === 3)
  })

  test('paused for its failures, it is resumed by hand, or kept paused by hand when it is configured', async () => {
    const health = { status: 500 }
    const receiver = await openReceiver((_call, response) => response.writeHead(health.status).end())
    const { rig, moving, shown, deliveries, pause } = await openWorld(receiver.url)
    await rig.announce(stateNews('1', 'chat'))
    await until(async () => (await deliveries())[0]?.attempts === 1)
    moving.advance(LONGEST_FAILING_MS)
    await until(async () => (await deliveries())[0]?.attempts === 2)
    const { pausedAt } = (await shown()) as unknown as { pausedAt: string }
    expect(await shown()).toMatchObject({ paused: true, pausedReason: 'five_days_of_failures' })
    await rig.announce(stateNews('2', 'chat'))
    moving.advance(1_000)
    expect(await pause(true)).toMatchObject({ paused: true, pausedAt, pausedReason: 'by_hand' })
    await rig.call('POST', PATH, { url: receiver.url })
    expect(await shown()).toMatchObject({ paused: true, pausedAt, pausedReason: 'by_hand' })
    health.status = 200
    expect(await pause(false)).toMatchObject({ paused: false, failingSince: null, pausedReason: null })
    await until(() => receiver.calls.length === 4)
    expect(told(receiver.calls)).toEqual(['1', '1', '1', '2'])
  })

  test('what is not there is not found, and what is switched off cannot be paused', async () => {
    const receiver = await openReceiver()
    const { rig } = await openWorld(receiver.url)
    const ask = (body: object) => rig.call('POST', '/api/events/pauseWebhook/shop', body)
    expect(await ask({ label: 'none', paused: true })).toMatchObject({
      status: 404,
      body: { error: { code: 'webhook_not_found' } },
    })
    await rig.call('POST', PATH, { enabled: false })
    for (const paused of [true, false]) {
      const refused = { status: 400, body: { error: { code: 'webhook_switched_off' } } }
      expect(await ask({ label: 'default', paused })).toMatchObject(refused)
    }
    for (const body of [{}, { label: 'default' }, { label: 'default', paused: 'yes' }, []]) {
      expect(await ask(body)).toMatchObject({ status: 400, body: { error: { code: 'request_invalid' } } })
    }
  })
})

import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Store } from '../platform/db/store.ts'
import { DAY_MS } from '../platform/db/sweep.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { silentLog } from '../platform/log.ts'
import { LONGEST_FAILING_MS, SEEN_FAILING_MS } from './domain/failing.ts'
import { movableClock, openReceiver, openRig, type Rig, stateNews, tokenOf, until } from './rig.suite.ts'

const PATH = '/api/events/webhook/shop'

/** A receiver that fails until it is healed. */
async function openFailing(status = 500) {
  const health = { status }
  const receiver = await openReceiver((_call, response) => response.writeHead(health.status).end())
  const told = () => receiver.calls.map(({ json }) => json.data.reason)
  const answer = (status: number) => {
    health.status = status
  }
  return { ...receiver, told, answer }
}

describeStores((open) => {
  async function openWorld(given?: { store: Store; moving: ReturnType<typeof movableClock> }) {
    const moving = given?.moving ?? movableClock()
    const store = given?.store ?? (await open())
    const lines: unknown[] = []
    const log = { ...silentLog, warn: (fields: object, sentence: string) => void lines.push({ ...fields, sentence }) }
    const rig = await openRig(store, { moving, log })
    return { rig, store, moving, lines, ...drive(rig, moving) }
  }

  function drive(rig: Rig, moving: ReturnType<typeof movableClock>) {
    const configure = async (body: Record<string, unknown>) => {
      const reply = await rig.call('POST', PATH, body)
      expect(reply.status).toBe(200)
      return reply.body.webhook
    }
    const shown = async (label = 'default') => (await rig.call('GET', `${PATH}?label=${label}`)).body.webhook
    const deliveries = async (query = 'label=default') =>
      (await rig.call('GET', `/api/events/deliveries/shop?${query}&limit=200`)).body.deliveries ?? []
    const attempts = async () => (await deliveries()).reduce((sum, delivery) => sum + delivery.attempts, 0)
    /** Resolves when so many attempts are written down in all. */
    const tried = (count: number) => until(async () => (await attempts()) === count)
    /** The webhook `default` after five days in which one delivery, named `first`, failed twice. */
    async function fail(url: string) {
      await configure({ url })
      await rig.announce(stateNews('first', 'chat'))
      await tried(1)
      moving.advance(LONGEST_FAILING_MS)
      await tried(2)
    }
    return { configure, shown, deliveries, tried, fail }
  }

  test('a webhook that only fails for five days is paused, not a millisecond before', async () => {
    const { rig, moving, configure, shown, tried } = await openWorld()
    const deaf = await openFailing()
    expect(await configure({ url: deaf.url })).toMatchObject({ paused: false, pausedAt: null, failingSince: null })
    const began = new Date(moving.now()).toISOString()
    await rig.announce(stateNews('first'))
    await tried(1)
    expect(await shown()).toMatchObject({ paused: false, failingSince: began })
    moving.advance(LONGEST_FAILING_MS - 1)
    await tried(2)
    expect(await shown()).toMatchObject({ paused: false, failingSince: began })
    moving.advance(1)
    await rig.announce(stateNews('second'))
    await tried(3)
    const pausedAt = new Date(moving.now()).toISOString()
    expect(await shown()).toMatchObject({ enabled: true, url: deaf.url, paused: true, pausedAt, failingSince: began })
  })

  test('the others and the WebSocket are told, if they named it, and the log without the address', async () => {
    const { rig, moving, lines, configure, deliveries, tried } = await openWorld()
    const deaf = await openFailing()
    const named = await openReceiver()
    const usual = await openReceiver()
    const events = ['instance.state', 'webhook.paused']
    await configure({ url: deaf.url, events })
    await configure({ label: 'named', url: named.url, events })
    await configure({ label: 'usual', url: usual.url })
    await rig.call('POST', '/api/events/websocket/shop', { enabled: true, events: ['webhook.paused'] })
    await rig.announce(stateNews('first'))
    await tried(1)
    moving.advance(LONGEST_FAILING_MS - 5_000)
    await tried(2)
    const url = `${rig.baseUrl.replace('http', 'ws')}/ws/shop`
    const socket = new WebSocket(url, { headers: { token: tokenOf('shop') } })
    const frames: unknown[] = []
    socket.on('message', (text) => void frames.push(JSON.parse(String(text))))
    await new Promise((resolve) => socket.once('open', resolve))
    moving.advance(35_000)
    const data = { label: 'default', timestamp: new Date(moving.now()).toISOString(), reason: 'five_days_of_failures' }
    await until(() => named.calls.length === 2 && frames.length === 1)
    expect(named.calls[1]?.json).toMatchObject({ event: 'webhook.paused', data, instanceData: { instance: 'shop' } })
    expect(frames).toEqual([named.calls[1]?.json])
    await rig.announce(stateNews('after'))
    await until(() => usual.calls.length === 2)
    expect(usual.calls.map(({ json }) => json.event)).toEqual(['instance.state', 'instance.state'])
    expect(await deliveries('label=default&event=webhook.paused')).toEqual([])
    expect(lines).toEqual([
      {
        instanceId: 'ins_shop',
        webhookId: expect.stringMatching(/^whk_/),
        sentence: 'a webhook was paused, for it has only failed for five days',
      },
    ])
    socket.close()
  })

  test('a paused webhook is told of nothing, not after a restart either, and what happens waits', async () => {
    const { rig, store, moving, configure, deliveries, fail } = await openWorld()
    const deaf = await openFailing()
    const healthy = await openReceiver()
    await configure({ label: 'healthy', url: healthy.url })
    await fail(deaf.url)
    deaf.answer(200)
    await rig.announce(stateNews('second', 'chat'))
    moving.advance(DAY_MS)
    await rig.announce(stateNews('third'))
    await until(() => healthy.calls.length === 3)
    expect((await deliveries()).map(({ state, attempts }) => [state, attempts])).toEqual([
      ['pending', 0],
      ['pending', 0],
      ['pending', 2],
    ])
    await rig.events.stop()
    const next = await openWorld({ store, moving })
    await next.rig.announce(stateNews('fourth'))
    await until(() => healthy.calls.length === 4)
    moving.advance(DAY_MS)
    await next.rig.announce(stateNews('fifth'))
    await until(() => healthy.calls.length === 5)
    expect(await next.deliveries()).toHaveLength(5)
    expect(deaf.calls).toHaveLength(2)
    await next.configure({ url: deaf.url })
    await until(() => deaf.calls.length === 7)
    expect(deaf.told().toSorted()).toEqual(['fifth', 'first', 'first', 'first', 'fourth', 'second', 'third'])
  })

  test('configured again it goes on at once, the oldest first, whatever pause it was in', async () => {
    const { rig, configure, shown, deliveries, fail } = await openWorld()
    const deaf = await openFailing()
    await fail(deaf.url)
    for (const reason of ['second', 'third']) await rig.announce(stateNews(reason, 'chat'))
    const healthy = await openFailing(200)
    const reply = await configure({ url: healthy.url })
    expect(reply).toMatchObject({ paused: false, pausedAt: null, failingSince: null })
    await until(() => healthy.calls.length === 3)
    expect(healthy.told()).toEqual(['first', 'second', 'third'])
    await until(async () => (await deliveries('state=delivered')).length === 3)
    expect(await shown()).toMatchObject({ paused: false, failingSince: null })
  })

  test('a new secret alone does not make it go on', async () => {
    const { rig, shown, fail } = await openWorld()
    const deaf = await openFailing()
    await fail(deaf.url)
    const rotated = await rig.call('POST', '/api/events/rotateSecret/shop')
    expect(rotated.body).toMatchObject({ webhook: { paused: true, secret: expect.any(String) } })
    expect(await shown()).toMatchObject({ paused: true })
  })

  test('one success begins the five days anew', async () => {
    const { rig, moving, configure, shown, tried } = await openWorld()
    const deaf = await openFailing()
    await configure({ url: deaf.url })
    await rig.announce(stateNews('first'))
    await tried(1)
    deaf.answer(204)
    moving.advance(DAY_MS)
    await tried(2)
    await until(async () => JSON.stringify(await shown()).includes('"failingSince":null'))
    deaf.answer(500)
    moving.advance(DAY_MS)
    const began = new Date(moving.now()).toISOString()
    await rig.announce(stateNews('second'))
    await tried(3)
    expect(await shown()).toMatchObject({ failingSince: began })
    moving.advance(LONGEST_FAILING_MS - DAY_MS)
    await tried(4)
    expect(await shown()).toMatchObject({ paused: false, failingSince: began })
  })

  test('the count outlives the process; one that comes up before its receivers pauses none of them at once', async () => {
    const { rig, store, moving, configure, tried } = await openWorld()
    const deaf = await openFailing()
    await configure({ url: deaf.url })
    await rig.announce(stateNews('first'))
    await tried(1)
    await rig.events.stop()
    moving.advance(LONGEST_FAILING_MS + DAY_MS)
    const next = await openWorld({ store, moving })
    await next.tried(2)
    expect(await next.shown()).toMatchObject({ paused: false, failingSince: expect.any(String) })
    moving.advance(SEEN_FAILING_MS)
    await next.tried(3)
    expect(await next.shown()).toMatchObject({ paused: true })
  })

  test('many that fail at once when the time is over pause it once', async () => {
    const { rig, store, moving, lines, configure, shown, tried } = await openWorld()
    const held: (() => void)[] = []
    const deaf = await openReceiver((call, response) => {
      const fail = () => void response.writeHead(500).end()
      const { reason } = call.json.data
      if (reason === 'known') response.end()
      else if (reason === 'first') fail()
      else held.push(fail)
    })
    await configure({ url: deaf.url })
    await rig.announce(stateNews('known'))
    await tried(1)
    await rig.announce(stateNews('first'))
    await tried(2)
    moving.advance(LONGEST_FAILING_MS - 10_000)
    await tried(3)
    await Promise.all(Array.from({ length: 6 }, (_, index) => rig.announce(stateNews(String(index)))))
    await until(() => held.length === 6)
    moving.advance(20_000)
    for (const fail of held) fail()
    await tried(9)
    expect(await shown()).toMatchObject({ paused: true })
    const told = await store.read.selectFrom('event').select('id').where('type', '=', 'webhook.paused').execute()
    expect([told.length, lines.length]).toEqual([1, 1])
  })

  test('a paused webhook keeps its place among the three; switched off, it is paused no more', async () => {
    const { rig, configure, shown, deliveries, fail } = await openWorld()
    const deaf = await openFailing()
    await fail(deaf.url)
    for (const label of ['b', 'c']) await configure({ label, url: deaf.url })
    const refused = { status: 400, body: { error: { code: 'webhook_limit_reached' } } }
    expect(await rig.call('POST', PATH, { label: 'd', url: deaf.url })).toMatchObject(refused)
    expect(await configure({ enabled: false })).toMatchObject({ enabled: false, paused: false, failingSince: null })
    expect(await deliveries()).toMatchObject([{ state: 'cancelled', attempts: 2 }])
    await configure({ label: 'd', url: deaf.url, events: ['call.update'] })
    expect(await rig.call('POST', PATH, { url: deaf.url })).toMatchObject(refused)
    expect(await shown()).toMatchObject({ enabled: false, paused: false })
  })

  test('what waits for a paused webhook longer than deliveries are kept is given up', async () => {
    const { rig, store, moving, configure, deliveries, fail } = await openWorld()
    const deaf = await openFailing()
    await fail(deaf.url)
    await configure({ label: 'other', url: deaf.url })
    await store.write(({ sql }) =>
      sql.updateTable('webhook').set({ enabled: 0 }).where('label', '=', 'other').execute(),
    )
    for (let index = 0; index < 120; index += 1) await rig.announce(stateNews(`old ${index}`))
    moving.advance(9 * DAY_MS)
    await rig.announce(stateNews('young'))
    const sweep = { store, clock: moving, isOver: () => false }
    const states = async () => Object.groupBy(await deliveries(), ({ state }) => state)
    moving.advance(DAY_MS)
    await rig.events.prune(sweep, 0)
    await rig.events.prune(sweep, 11)
    expect((await states())['pending']).toHaveLength(122)
    await rig.events.prune(sweep, 9)
    const { pending, dead } = await states()
    expect([pending?.length, dead?.length]).toEqual([1, 121])
    expect(dead?.at(-1)).toMatchObject({ attempts: 2, lastStatus: 500 })
  })

  test('410 switches a failing webhook off, and does not pause it', async () => {
    const { moving, shown, configure, rig, tried } = await openWorld()
    const deaf = await openFailing()
    await configure({ url: deaf.url })
    await rig.announce(stateNews('first'))
    await tried(1)
    deaf.answer(410)
    moving.advance(LONGEST_FAILING_MS)
    await tried(2)
    expect(await shown()).toMatchObject({ enabled: false, paused: false, failingSince: null })
  })

  test('a call that we broke off, for we stop, is no failure', async () => {
    const { rig, store, moving, configure } = await openWorld()
    const silent = await openReceiver(() => {})
    await configure({ url: silent.url })
    await rig.announce(stateNews('first'))
    await until(() => silent.calls.length === 1)
    let isStopped = false
    void rig.events.stop().then(() => {
      isStopped = true
    })
    await until(
      () => isStopped,
      () => moving.advance(1_000),
    )
    const row = await store.read.selectFrom('webhook').select('failing_since').executeTakeFirstOrThrow()
    expect(row.failing_since).toBeNull()
  })
})

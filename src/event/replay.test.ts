import { expect, test } from 'vitest'
import { deliveryId } from '../kernel/id.ts'
import type { Store } from '../platform/db/store.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { movableClock, openReceiver, openRig, type Rig, stateNews, tokenOf, until } from './rig.suite.ts'

const REPLAY = '/api/events/replay/shop'

async function configure(rig: Rig, body: Record<string, unknown>, instance = 'shop') {
  const reply = await rig.call('POST', `/api/events/webhook/${instance}`, body, tokenOf(instance))
  expect(reply).toMatchObject({ status: 200 })
}

const listed = async (rig: Rig, query = '') =>
  (await rig.call('GET', `/api/events/deliveries/shop?limit=200${query}`)).body.deliveries ?? []

/** Deliveries of `default`, written as if they had been made one a millisecond from `at` on. */
async function insertMany(store: Store, count: number, at: number, state: 'dead' | 'delivered' | 'cancelled') {
  const webhook = await store.read.selectFrom('webhook').select('id').executeTakeFirstOrThrow()
  const random = { bytes: (size: number) => new Uint8Array(size) }
  for (let from = 1; from <= count; from += 500) {
    const seqs = Array.from({ length: Math.min(500, count - from + 1) }, (_, index) => from + index)
    const about = { instance_id: 'ins_shop', order_key: 'chat', message_id: null }
    await store.write(async ({ sql }) => {
      const events = seqs.map((seq) => ({ seq, id: `evt_${seq}`, type: 'instance.state', at: at + seq, ...about }))
      const data = (seq: number) => JSON.stringify({ state: 'connected', timestamp: '', reason: String(seq) })
      await sql
        .insertInto('event')
        .values(events.map((event) => ({ ...event, data: data(event.seq) })))
        .execute()
      const deliveries = events.map(({ seq, id }) => ({
        ...{ id: deliveryId(at + seq, seq, 0, random), webhook_id: webhook.id, event_seq: seq, event_id: id, ...about },
        ...{ event_type: 'instance.state', state, attempts: 11, next_attempt_at: at, last_status: 500 },
        ...{ last_error: null, created_at: at + seq, finished_at: at + seq },
      }))
      await sql.insertInto('delivery').values(deliveries).execute()
    })
  }
}

describeStores((open) => {
  test('what was given up is queued again under its ids, the oldest of its chat first, and its log goes on', async () => {
    const moving = movableClock()
    const rig = await openRig(await open(), { moving })
    let status = 500
    const receiver = await openReceiver((_call, response) => response.writeHead(status).end('as it is'))
    await configure(rig, { url: receiver.url })
    for (const reason of ['1', '2', '3']) await rig.announce(stateNews(reason, 'chat'))
    const areDead = async () => (await listed(rig, '&state=dead')).length === 3
    await until(areDead, () => moving.advance(3_600_000))
    const before = receiver.calls.length
    const ids = receiver.calls.map(({ headers }) => headers['webhook-id'])
    status = 200
    const reply = await rig.call('POST', REPLAY, { label: 'default' })
    expect(reply).toMatchObject({ status: 202, body: { message: 'Deliveries queued again', replayed: 3 } })
    const arrived = async () => (await listed(rig, '&state=delivered')).length === 3
    await until(arrived, () => moving.advance(1_000))
    const again = receiver.calls.slice(before)
    expect(again.map(({ json }) => json.data.reason)).toEqual(['1', '2', '3'])
    expect(ids).toEqual(expect.arrayContaining(again.map(({ headers }) => headers['webhook-id'])))
    const [newest] = await listed(rig)
    expect(newest).toMatchObject({ attempts: 1, lastStatus: 200, nextAttemptAt: null })
    const { delivery } = (await rig.call('GET', `/api/events/delivery/shop?id=${newest?.id}`)).body
    expect(delivery?.log.map((attempt) => attempt.status)).toEqual([...Array.from({ length: 11 }, () => 500), 200])
    expect(delivery?.log.at(-1)).toMatchObject({ response: 'as it is', error: null, ms: expect.any(Number) })
    expect((await rig.call('POST', REPLAY, { label: 'default' })).body.replayed).toBe(0)
  }, 60_000)

  test('one that waits in its backoff, and those of its chat that it holds back, are due at once', async () => {
    const moving = movableClock()
    const rig = await openRig(await open(), { moving })
    let status = 500
    const receiver = await openReceiver((_call, response) => response.writeHead(status).end())
    await configure(rig, { url: receiver.url })
    await rig.announce(stateNews('first', 'chat'))
    await rig.announce(stateNews('second', 'chat'))
    await until(async () => (await listed(rig)).some(({ attempts }) => attempts === 1))
    status = 200
    const ids = (await listed(rig)).map(({ id }) => id)
    expect((await rig.call('POST', REPLAY, { ids: [...ids, ...ids] })).body.replayed).toBe(2)
    await until(async () => (await listed(rig, '&state=delivered')).length === 2)
    expect(receiver.calls.map(({ json }) => json.data.reason)).toEqual(['first', 'first', 'second'])
  })

  test('one that holds its chat back comes before the others of it, though it alone is replayed', async () => {
    const moving = movableClock()
    const rig = await openRig(await open(), { moving })
    let status = 500
    const receiver = await openReceiver((_call, response) => response.writeHead(status).end())
    await configure(rig, { url: receiver.url })
    await rig.announce(stateNews('first', 'chat'))
    moving.advance(1)
    await rig.announce(stateNews('second', 'chat'))
    await until(async () => (await listed(rig)).some(({ attempts }) => attempts === 1))
    status = 200
    moving.advance(1_000)
    const ids = (await listed(rig)).filter(({ attempts }) => attempts === 1).map(({ id }) => id)
    expect((await rig.call('POST', REPLAY, { ids })).body.replayed).toBe(1)
    await until(async () => (await listed(rig, '&state=delivered')).length === 2)
    expect(receiver.calls.map(({ json }) => json.data.reason)).toEqual(['first', 'first', 'second'])
  })

  test('one that is under way is not sent a second time beside it', async () => {
    const rig = await openRig(await open())
    const held: (() => void)[] = []
    const receiver = await openReceiver(({ json }, response) => {
      if (json.data.reason === 'known') response.end()
      else held.push(() => response.end())
    })
    await configure(rig, { url: receiver.url })
    await rig.announce(stateNews('known'))
    await until(async () => (await listed(rig, '&state=delivered')).length === 1)
    await rig.announce(stateNews('one'))
    await until(() => held.length === 1)
    const ids = (await listed(rig, '&state=pending')).map(({ id }) => id)
    expect((await rig.call('POST', REPLAY, { ids })).body.replayed).toBe(1)
    await rig.announce(stateNews('two'))
    await until(() => held.length === 2)
    for (const end of held) end()
    await until(async () => (await listed(rig, '&state=delivered')).length === 3)
    expect(receiver.calls.map(({ json }) => json.data.reason)).toEqual(['known', 'one', 'two'])
  })

  /** Fails a delivery of a chat so often, and holds its next call; others of its webhook are answered well. */
  async function failAndHold(failures: number) {
    const moving = movableClock()
    const rig = await openRig(await open(), { moving })
    const held: ((status: number) => void)[] = []
    const receiver = await openReceiver(({ json }, response) => {
      const calls = receiver.calls.filter((call) => call.json.id === json.id).length
      if (json.data.reason !== 'bad') response.end()
      else if (calls <= failures) response.writeHead(500).end()
      else if (calls === failures + 1) held.push((status) => response.writeHead(status).end())
      else response.end()
    })
    await configure(rig, { url: receiver.url })
    await rig.announce(stateNews('known'))
    await rig.announce(stateNews('bad', 'chat'))
    for (let failed = 1; failed <= failures; failed += 1) {
      const hasFailed = async () => (await listed(rig, '&state=pending'))[0]?.attempts === failed
      await until(hasFailed, () => moving.advance(1_000))
      await rig.announce(stateNews('known'))
      await until(async () => (await listed(rig, '&state=pending')).length === 1)
    }
    await until(
      () => held.length === 1,
      () => moving.advance(1_000),
    )
    const told = () => receiver.calls.map(({ json }) => json.data.reason).filter((reason) => reason !== 'known')
    return { moving, rig, told, answer: (status: number) => held.shift()?.(status) }
  }

  test('one past its third failure that is under way is not sent a second time beside it', async () => {
    const { rig, told, answer } = await failAndHold(3)
    const [bad] = await listed(rig, '&state=pending')
    expect((await rig.call('POST', REPLAY, { ids: [bad?.id] })).body.replayed).toBe(1)
    await rig.announce(stateNews('known'))
    await until(async () => (await listed(rig, '&state=pending')).length === 1)
    expect(told()).toEqual(['bad', 'bad', 'bad', 'bad'])
    answer(200)
    await until(async () => (await listed(rig, '&state=pending')).length === 0)
    expect(told()).toHaveLength(4)
  })

  test('one that fails a third time after it was replayed under way still comes before the others', async () => {
    const { moving, rig, told, answer } = await failAndHold(2)
    await rig.announce(stateNews('later', 'chat'))
    const [, bad] = await listed(rig, '&state=pending')
    expect((await rig.call('POST', REPLAY, { ids: [bad?.id] })).body.replayed).toBe(1)
    answer(500)
    await until(
      async () => (await listed(rig, '&state=pending')).length === 0,
      () => moving.advance(1_000),
    )
    expect(told()).toEqual(['bad', 'bad', 'bad', 'bad', 'later'])
  })

  test('a period and a state narrow it; whose event is no longer kept, and tests, stay out', async () => {
    const store = await open()
    const rig = await openRig(store, { start: false })
    await configure(rig, { url: 'http://127.0.0.1:9/hook' })
    const at = Date.parse('2026-05-02T12:00:00Z')
    await insertMany(store, 10, at, 'delivered')
    const replay = async (body: object) => (await rig.call('POST', REPLAY, { label: 'default', ...body })).body.replayed
    expect(await replay({})).toBe(0)
    const period = { from: '2026-05-02T09:00:00.003-03:00', to: '2026-05-02T12:00:00.006Z' }
    expect(await replay(period)).toBe(0)
    expect(await replay({ ...period, state: 'delivered' })).toBe(3)
    await store.write(async ({ sql }) => {
      await sql.deleteFrom('event').where('seq', '=', 1).execute()
      await sql.updateTable('delivery').set({ event_type: 'webhook.test' }).where('event_seq', '=', 2).execute()
    })
    expect(await replay({ state: 'delivered' })).toBe(5)
    expect((await listed(rig, '&state=delivered')).length).toBe(2)
  })

  test.each([
    [{}, 400, 'request_invalid'],
    [{ ids: ['dlv_1'], label: 'default' }, 400, 'request_invalid'],
    [{ ids: ['dlv_1'], state: 'dead' }, 400, 'request_invalid'],
    [{ ids: [] }, 400, 'request_invalid'],
    [{ from: '2026-05-02T12:00:00Z' }, 400, 'request_invalid'],
    [{ label: 'default', state: 'pending' }, 400, 'request_invalid'],
    [{ label: 'default', from: '2026-05-02T12:00:00' }, 400, 'request_invalid'],
    [{ label: 'default', from: '2026-02-30T12:00:00Z' }, 400, 'request_invalid'],
    [{ label: 'default', from: '2026-05-02T12:00:00Z', to: '2026-05-02T12:00:00Z' }, 400, 'request_invalid'],
    [{ label: 'none' }, 404, 'webhook_not_found'],
    [{ label: 'off' }, 400, 'webhook_switched_off'],
    [{ ids: ['dlv_none'] }, 404, 'delivery_not_found'],
  ])('%j cannot be replayed', async (body, status, code) => {
    const rig = await openRig(await open(), { start: false })
    await configure(rig, { url: 'http://127.0.0.1:9/hook' })
    await configure(rig, { label: 'off', enabled: false })
    expect(await rig.call('POST', REPLAY, body)).toMatchObject({ status, body: { error: { code } } })
  })

  test('a thousand can be named, and no more', async () => {
    const rig = await openRig(await open(), { start: false })
    await configure(rig, { url: 'http://127.0.0.1:9/hook' })
    const ids = Array.from({ length: 1_000 }, (_, index) => `dlv_${index}`)
    expect(await rig.call('POST', REPLAY, { ids })).toMatchObject({ status: 404 })
    expect(await rig.call('POST', REPLAY, { ids: [...ids, 'dlv_more'] })).toMatchObject({ status: 400 })
  })

  test('a delivery of another instance is unknown; one whose webhook is off waits for no replay', async () => {
    const rig = await openRig(await open(), { start: false, names: ['shop', 'other'] })
    const url = 'http://127.0.0.1:9/hook'
    for (const name of ['shop', 'other']) await configure(rig, { url }, name)
    await rig.announce(stateNews('one'))
    await rig.announce(stateNews('one', null, 'other'))
    const [own] = await listed(rig)
    const theirs = await rig.call('GET', '/api/events/deliveries/other', undefined, tokenOf('other'))
    const foreign = theirs.body.deliveries?.[0]?.id
    const unknown = { status: 404, body: { error: { code: 'delivery_not_found', message: 'Delivery not found' } } }
    expect(await rig.call('POST', REPLAY, { ids: [own?.id, foreign] })).toMatchObject(unknown)
    expect(await rig.call('GET', `/api/events/delivery/shop?id=${foreign}`)).toMatchObject(unknown)
    expect((await rig.call('GET', '/api/events/delivery/shop')).status).toBe(400)
    await configure(rig, { enabled: false })
    const off = await rig.call('POST', REPLAY, { ids: [own?.id] })
    expect(off).toMatchObject({ status: 400, body: { error: { code: 'webhook_switched_off' } } })
    expect(await listed(rig)).toMatchObject([{ state: 'cancelled' }])
    await configure(rig, { url })
    expect((await rig.call('POST', REPLAY, { ids: [own?.id] })).body.replayed).toBe(1)
  })

  test('many are queued a few at a time, others write between; a stop in the middle loses nothing', async () => {
    const store = await open()
    const rig = await openRig(store, { start: false })
    await configure(rig, { url: 'http://127.0.0.1:9/hook' })
    await insertMany(store, 5_000, Date.parse('2026-05-02T12:00:00Z'), 'dead')
    const waiting = async () => {
      const { count } = await store.read
        .selectFrom('delivery')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('state', '=', 'pending')
        .executeTakeFirstOrThrow()
      return Number(count)
    }
    const replaying = rig.call('POST', REPLAY, { label: 'default' })
    await until(async () => (await waiting()) > 0)
    await rig.announce(stateNews('between'))
    expect(await waiting()).toBeLessThan(5_000)
    const stopped = rig.events.stop()
    expect(await replaying).toMatchObject({ status: 503, body: { error: { code: 'shutting_down' } } })
    await stopped
    const done = (await waiting()) - 1
    const receiver = await openReceiver()
    const next = await openRig(store, { start: false })
    await configure(next, { url: receiver.url })
    await next.events.start()
    expect((await next.call('POST', REPLAY, { label: 'default' })).body.replayed).toBe(5_000 - done)
    await until(() => receiver.calls.length >= 50)
    const told = receiver.calls.map(({ json }) => json.data.reason).filter((reason) => reason !== 'between')
    expect(told.map(Number)).toEqual(told.map((_, index) => index + 1))
  }, 60_000)
})

import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { eventId, newId } from '../kernel/id.ts'
import type { Store } from '../platform/db/store.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import {
  type MovableClock,
  movableClock,
  openReceiver,
  openRig,
  type Rig,
  stateNews,
  tokenOf,
  until,
} from './rig.suite.ts'

const random = { bytes: (size: number) => randomBytes(size) }

async function configure(rig: Rig, url: string, label = 'default', name = 'shop'): Promise<void> {
  const body = { label, url }
  expect(await rig.call('POST', `/api/events/webhook/${name}`, body, tokenOf(name))).toMatchObject({ status: 200 })
}

/** Puts what waits straight into the store, as a process that ended would have left it. `reason` is its number. */
async function leaveWaiting(store: Store, clock: MovableClock, orderKeys: readonly (string | null)[]): Promise<void> {
  const [webhook] = await store.read.selectFrom('webhook').select('id').execute()
  const webhook_id = webhook?.id ?? expect.unreachable('no webhook')
  const rows = orderKeys.map((order_key, index) => {
    const seq = index + 1
    const at = clock.now() - orderKeys.length + index
    const event = { seq, id: eventId(seq, random), instance_id: 'ins_shop', type: 'instance.state', at, order_key }
    const data = JSON.stringify(stateNews(String(index)).event.data)
    const { id: event_id, type: event_type } = event
    const about = { webhook_id, instance_id: 'ins_shop', event_seq: seq, event_id, event_type, order_key }
    const fresh = { state: 'pending' as const, last_status: null, last_error: null, finished_at: null }
    const delivery = { id: newId('dlv', at, random), ...about, ...fresh, next_attempt_at: at, created_at: at }
    return { event: { ...event, data, message_id: null }, delivery: { ...delivery, message_id: null } }
  })
  for (let from = 0; from < rows.length; from += 500) {
    const part = rows.slice(from, from + 500)
    await store.write(async ({ sql }) => {
      await sql
        .insertInto('event')
        .values(part.map(({ event }) => event))
        .execute()
      await sql
        .insertInto('delivery')
        .values(part.map(({ delivery }) => delivery))
        .execute()
    })
  }
}

function numbersOf(receiver: { calls: readonly { json: { data: { reason: string } } }[] }): number[] {
  return receiver.calls.map(({ json }) => Number(json.data.reason))
}

describeStores((open) => {
  test('receivers that never answer or fail, more than there is room for, take nothing from a healthy one', async () => {
    const moving = movableClock()
    const dead = Array.from({ length: 66 }, (_, index) => `dead-${index}`)
    const rig = await openRig(await open(), { moving, names: ['shop', ...dead] })
    const silent = await openReceiver(() => {})
    const failing = await openReceiver((_call, response) => response.writeHead(500).end())
    const healthy = await openReceiver()
    await configure(rig, healthy.url)
    await rig.announce(stateNews('first'))
    await until(() => healthy.calls.length === 1)
    for (const label of ['a', 'b']) {
      await Promise.all(dead.map((name) => configure(rig, silent.url, label, name)))
    }
    await Promise.all(dead.slice(0, 10).map((name) => configure(rig, failing.url, 'c', name)))
    await Promise.all(dead.flatMap((name) => [1, 2, 3].map(() => rig.announce(stateNews('waits', null, name)))))
    // The clock stands: no call of a silent one becomes a slow one, and none is given up.
    await until(() => silent.calls.length >= 100)
    for (let index = 0; index < 20; index += 1) await rig.announce(stateNews(String(index)))
    await until(() => healthy.calls.length === 21)
    expect(silent.calls.length).toBeLessThanOrEqual(128)
    await until(
      () => silent.calls.length === 132 && failing.calls.length >= 30,
      () => moving.advance(1_000),
    )
  }, 60_000)

  test('one that is not known yet gets one call, and the others when it has answered well', async () => {
    const store = await open()
    const moving = movableClock()
    const rig = await openRig(store, { moving, start: false })
    const held: (() => void)[] = []
    const receiver = await openReceiver((_call, response) => void held.push(() => response.end()))
    await configure(rig, receiver.url)
    await leaveWaiting(store, moving, Array(20).fill(null))
    await rig.events.start()
    await until(() => receiver.calls.length > 0)
    await rig.call('GET', '/api/events/deliveries/shop')
    expect(numbersOf(receiver)).toEqual([0])
    held.shift()?.()
    await until(() => receiver.calls.length === 9)
    await rig.call('GET', '/api/events/deliveries/shop')
    expect(receiver.calls).toHaveLength(9)
    for (let answered = 1; answered < 20; answered += 1) {
      await until(() => held.length > 0)
      held.shift()?.()
    }
    await until(() => receiver.calls.length === 20)
  })

  test('one that rests spends no attempts, and is probed once when the rest is over', async () => {
    const store = await open()
    const moving = movableClock()
    const rig = await openRig(store, { moving, start: false })
    const receiver = await openReceiver((_call, response) => response.writeHead(500).end())
    await configure(rig, receiver.url)
    await leaveWaiting(store, moving, Array(30).fill(null))
    await rig.events.start()
    const attempts = async () => {
      const rows = await store.read.selectFrom('delivery').select('attempts').execute()
      return rows.reduce((sum, row) => sum + row.attempts, 0)
    }
    await until(async () => (await attempts()) === 5)
    for (const [restMs, calls] of [
      [5_000, 6],
      [10_000, 7],
      [20_000, 8],
    ] as const) {
      moving.advance(restMs - 1)
      await rig.announce(stateNews('new'))
      expect([receiver.calls.length, await attempts()]).toEqual([calls - 1, calls - 1])
      moving.advance(1)
      await until(async () => (await attempts()) === calls)
      expect(receiver.calls).toHaveLength(calls)
    }
  })

  test('a backlog of several chats comes oldest first, each chat in order, over a restart in the middle', async () => {
    const store = await open()
    const moving = movableClock()
    const first = await openRig(store, { moving, start: false })
    // One chat has more than is read at once.
    const chatOf = (index: number) => (index < 520 ? 'great' : `chat ${index % 7}`)
    const COUNT = 640
    let seen = 0
    const receiver = await openReceiver((_call, response) => {
      seen += 1
      if (seen <= 100) response.end()
    })
    await configure(first, receiver.url)
    await leaveWaiting(
      store,
      moving,
      Array.from({ length: COUNT }, (_, index) => chatOf(index)),
    )
    await first.events.start()
    // One of each chat, and they stay under way.
    await until(() => seen === 108)
    const stopped = first.events.stop()
    moving.advance(3_000)
    await stopped
    const left = await store.read.selectFrom('delivery').select('event_seq').where('state', '=', 'pending').execute()
    const waiting = left.map((row) => row.event_seq - 1).sort((a, b) => a - b)
    expect(waiting.length).toBeGreaterThan(500)
    receiver.calls.length = 0
    seen = -10_000
    await openRig(store, { moving })
    await until(() => receiver.calls.length >= waiting.length)
    const told = numbersOf(receiver)
    expect(told[0]).toBe(waiting[0])
    expect(told.toSorted((a, b) => a - b)).toEqual(waiting)
    for (const chat of new Set(told.map(chatOf))) {
      const ofChat = told.filter((index) => chatOf(index) === chat)
      expect(ofChat).toEqual([...ofChat].sort((a, b) => a - b))
    }
  }, 60_000)

  test('what is cancelled after it was read ahead is not called', async () => {
    const store = await open()
    const moving = movableClock()
    const rig = await openRig(store, { moving, start: false })
    let release = () => {}
    const receiver = await openReceiver((_call, response) => {
      release = () => response.end()
    })
    await configure(rig, receiver.url)
    await leaveWaiting(store, moving, Array(50).fill('chat'))
    await rig.events.start()
    await until(() => receiver.calls.length === 1)
    await rig.call('POST', '/api/events/webhook/shop', { enabled: false }, tokenOf('shop'))
    release()
    await configure(rig, receiver.url)
    await rig.announce(stateNews('50', 'chat'))
    await until(() => receiver.calls.length === 2)
    expect(numbersOf(receiver)).toEqual([0, 50])
  })

  test('a chat that is held by one that was erased goes on, though nothing tells of it', async () => {
    const store = await open()
    const moving = movableClock()
    const rig = await openRig(store, { moving })
    const receiver = await openReceiver((call, response) => {
      response.writeHead(call.json.data.reason === 'poison' ? 500 : 200).end()
    })
    await configure(rig, receiver.url)
    await rig.announce(stateNews('poison', 'chat'))
    await rig.announce(stateNews('second', 'chat'))
    await until(async () => {
      const { deliveries = [] } = (await rig.call('GET', '/api/events/deliveries/shop')).body
      return deliveries.some(({ attempts }) => attempts === 1)
    })
    await store.write(({ sql }) =>
      sql.updateTable('delivery').set({ state: 'cancelled', finished_at: 1 }).where('attempts', '=', 1).execute(),
    )
    await until(
      () => receiver.calls.length === 2,
      () => moving.advance(5_000),
    )
    expect(receiver.calls[1]?.json.data.reason).toBe('second')
  })
})

import { expect, test } from 'vitest'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { movableClock, openReceiver, openRig, stateNews, until } from './rig.suite.ts'
import { steadyClock } from './steady-clock.ts'

const HOUR = 3_600_000

test('a steady clock goes on when the clock is set back, and follows it again when it has caught up', () => {
  const clock = movableClock()
  const began = clock.now()
  const steady = steadyClock(clock)
  const passed = () => steady.now() - began
  clock.advance(1_000)
  expect(passed()).toBe(1_000)
  clock.advance(-HOUR)
  expect(passed()).toBe(1_000)
  clock.advance(5_000)
  expect(passed()).toBe(6_000)
  clock.advance(-HOUR)
  expect(passed()).toBe(6_000)
  clock.advance(1)
  expect(passed()).toBe(6_001)
  clock.advance(3 * HOUR)
  expect([steady.now(), passed()]).toEqual([clock.now(), HOUR + 6_001])
})

describeStores((open) => {
  test('what waits when the clock is set back does not wait that long, and keeps the order of its chat', async () => {
    const moving = movableClock()
    const rig = await openRig(await open(), { moving })
    const held: (() => void)[] = []
    const receiver = await openReceiver(({ json }, response) => {
      if (json.data.reason === 'zero') held.push(() => response.end())
      else response.end()
    })
    await rig.call('POST', '/api/events/webhook/shop', { url: receiver.url })
    await rig.announce(stateNews('zero', 'other'))
    await until(() => held.length === 1)
    await rig.announce(stateNews('first', 'chat'))
    moving.advance(-HOUR)
    await rig.announce(stateNews('second', 'chat'))
    held[0]?.()
    await until(() => receiver.calls.length === 3)
    expect(receiver.calls.map(({ json }) => json.data.reason)).toEqual(['zero', 'first', 'second'])
  })

  test('what fails after the clock was set back is tried again after its delay', async () => {
    const moving = movableClock()
    const rig = await openRig(await open(), { moving })
    let status = 200
    const receiver = await openReceiver((_call, response) => response.writeHead(status).end())
    await rig.call('POST', '/api/events/webhook/shop', { url: receiver.url })
    const listed = async () => (await rig.call('GET', '/api/events/deliveries/shop')).body.deliveries ?? []
    await rig.announce(stateNews('zero'))
    await until(async () => (await listed())[0]?.state === 'delivered')
    moving.advance(-HOUR)
    status = 500
    await rig.announce(stateNews('one'))
    await until(async () => (await listed())[0]?.attempts === 1)
    status = 200
    moving.advance(4_000)
    await listed()
    expect(receiver.calls).toHaveLength(2)
    moving.advance(2_000)
    await until(() => receiver.calls.length === 3)
  })

  test('what waited when the clock was set back before a start comes first, and at once', async () => {
    const store = await open()
    const moving = movableClock()
    const before = await openRig(store, { moving, start: false })
    const receiver = await openReceiver()
    await before.call('POST', '/api/events/webhook/shop', { url: receiver.url })
    for (const reason of ['1', '2']) await before.announce(stateNews(reason, 'chat'))
    await store.write(({ sql }) =>
      sql.updateTable('delivery').set({ attempts: 1 }).where('event_seq', '=', 1).execute(),
    )
    moving.advance(-100 * HOUR)
    const rig = await openRig(store, { moving, start: false })
    await rig.announce(stateNews('3', 'chat'))
    await rig.events.start()
    await until(() => receiver.calls.length === 3)
    expect(receiver.calls.map(({ json }) => json.data.reason)).toEqual(['1', '2', '3'])
  })
})

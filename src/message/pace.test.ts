import { expect, test } from 'vitest'
import type { Clock } from '../kernel/clock.ts'
import { createPace, type Pace } from './pace.ts'

/** A clock that moves when it is told to, and rings at its times. */
function handClock() {
  let now = 1_000_000
  const alarms = new Set<{ at: number; task: () => void }>()
  const clock: Clock = {
    now: () => now,
    after(delayMs, task) {
      const alarm = { at: now + delayMs, task }
      alarms.add(alarm)
      return { cancel: () => void alarms.delete(alarm) }
    },
  }
  async function pass(ms: number): Promise<void> {
    const end = now + ms
    for (;;) {
      const next = [...alarms].sort((one, other) => one.at - other.at)[0]
      if (!next || next.at > end) break
      alarms.delete(next)
      now = next.at
      next.task()
      await Promise.resolve()
    }
    now = end
    await Promise.resolve()
  }
  return { clock, pass, pending: () => alarms.size }
}

function sends(pace: Pace, clock: Clock) {
  const gone: [name: string, at: number][] = []
  const send = (name: string, isFirst = false) =>
    pace.turn('shop', { intervalMs: 1_000, isFirst }).then((isMine) => {
      gone.push([isMine ? name : `${name} again`, clock.now() - 1_000_000])
    })
  return { gone, send }
}

test('sends go in the order in which they came, an interval apart, and the start of the process counts', async () => {
  const { clock, pass, pending } = handClock()
  const { gone, send } = sends(
    createPace(clock, async () => null),
    clock,
  )
  for (const name of ['a', 'b', 'c']) void send(name)
  await pass(10_000)
  expect(gone).toEqual([
    ['a', 1_000],
    ['b', 2_000],
    ['c', 3_000],
  ])
  expect(pending()).toBe(0)
})

test('first contacts are three intervals apart, and those who are known go between them', async () => {
  const { clock, pass } = handClock()
  const { gone, send } = sends(
    createPace(clock, async () => null),
    clock,
  )
  void send('stranger', true)
  void send('another', true)
  await pass(3_500)
  for (const name of ['a', 'b']) void send(name)
  await pass(10_000)
  expect(gone).toEqual([
    ['stranger', 3_000],
    ['a', 4_000],
    ['b', 5_000],
    ['another', 6_000],
  ])
})

test('a turn that is free is taken at once, unless somebody waits for it', async () => {
  const { clock, pass } = handClock()
  const pace = createPace(clock, async () => null)
  const { gone, send } = sends(pace, clock)
  const take = () => pace.tryTake('shop', { intervalMs: 1_000, isFirst: false })
  expect(take()).toBe(false)
  await pass(1_000)
  expect([take(), take()]).toEqual([true, false])
  void send('waits')
  await pass(999)
  expect([take(), gone]).toEqual([false, []])
  await pass(1)
  expect(gone).toEqual([['waits', 2_000]])
})

test('whoever waits looks again when the instance changes, and goes when the process stops', async () => {
  const { clock, pass, pending } = handClock()
  const reads: string[] = []
  const pace = createPace(clock, async (id) => {
    reads.push(id)
    return { settings: { minSendIntervalMs: 1_000 } }
  })
  const { gone, send } = sends(pace, clock)
  await pace.sendingOf('shop')
  await pace.sendingOf('shop')
  void send('a')
  pace.lookAgain('shop')
  await pass(0)
  await pace.sendingOf('shop')
  void send('b')
  pace.stop()
  await pass(0)
  expect([gone, reads, pending()]).toEqual([
    [
      ['a again', 0],
      ['b', 0],
    ],
    ['shop', 'shop'],
    0,
  ])
})

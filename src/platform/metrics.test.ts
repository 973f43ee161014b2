import { expect, test } from 'vitest'
import type { Clock } from '../kernel/clock.ts'
import { createMetrics, type Reading } from './metrics.ts'

/** Time that a test moves; timers go off when it passes them. */
function handClock(): Clock & { advance(ms: number): void } {
  let now = 1_000_000
  const timers = new Set<{ at: number; task: () => void }>()
  return {
    now: () => now,
    after(delayMs, task) {
      const timer = { at: now + delayMs, task }
      timers.add(timer)
      return { cancel: () => void timers.delete(timer) }
    },
    advance(ms) {
      now += ms
      for (const timer of [...timers]) if (timer.at <= now && timers.delete(timer)) timer.task()
    },
  }
}

function gaugesRead(read: () => Promise<Reading[]>) {
  const clock = handClock()
  const metrics = createMetrics()
  const gauges = { waiting: { help: 'What waits' }, by_state: { help: 'By state', labels: ['state'] } }
  metrics.addReadings({ clock, reader: 'queue', gauges, read })
  const well = { name: 'well', value: 1 }
  metrics.addReadings({ clock, reader: 'other', gauges: { well: { help: 'Well' } }, read: async () => [well] })
  return { clock, show: () => metrics.registry.metrics() }
}

const failures = 'formwire_metrics_failures_total{reader="queue"}'

test('gauges are read once for all who ask within five seconds', async () => {
  let reads = 0
  const { clock, show } = gaugesRead(async () => {
    reads += 1
    return [
      { name: 'waiting', value: reads },
      { name: 'by_state', labels: { state: 'open' }, value: 7 },
    ]
  })
  const shown = await Promise.all([show(), show(), show()])
  for (const text of shown) expect(text).toContain('\nwaiting 1\n')
  clock.advance(4_999)
  expect(await show()).toContain('\nby_state{state="open"} 7\n')
  expect(reads).toBe(1)
  clock.advance(1)
  expect(await show()).toContain('\nwaiting 2\n')
})

test('a reader that fails shows nothing old and nothing made up, and the others are shown', async () => {
  let fails = false
  const { clock, show } = gaugesRead(async () => {
    if (fails) throw new Error('the store is away')
    return [{ name: 'waiting', value: 3 }]
  })
  expect(await show()).toContain('\nwaiting 3\n')
  fails = true
  clock.advance(5_000)
  const text = await show()
  expect(text).not.toMatch(/^waiting /m)
  expect(text).toContain('\nwell 1\n')
  expect(await show()).toContain(`${failures} 1`)
  fails = false
  clock.advance(5_000)
  expect(await show()).toContain('\nwaiting 3\n')
})

test('a reader that hangs holds nobody, and is not asked again before it is back', async () => {
  const asked: ((readings: Reading[]) => void)[] = []
  const { clock, show } = gaugesRead(() => new Promise((resolve) => asked.push(resolve)))
  const first = show()
  await expect.poll(() => asked.length).toBe(1)
  clock.advance(2_000)
  expect(await first).toContain('\nwell 1\n')
  clock.advance(5_000)
  const second = show()
  await new Promise(setImmediate)
  expect(asked).toHaveLength(1)
  asked[0]?.([{ name: 'waiting', value: 9 }])
  expect(await second).toContain('\nwaiting 9\n')
})

test('a clock that is set back does not keep gauges as they are', async () => {
  let reads = 0
  const { clock, show } = gaugesRead(async () => [{ name: 'waiting', value: ++reads }])
  await show()
  clock.advance(-3_600_000)
  expect(await show()).toContain('\nwaiting 2\n')
})

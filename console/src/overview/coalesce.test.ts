import { describe, expect, test } from 'vitest'
import { coalesce, type Timers } from './coalesce.ts'

const PACE = { soonMs: 400, everyMs: 3_000 }

/** Time that goes on when it is told to. */
function clockwork() {
  let now = 1_000_000
  let timers: { at: number; call: () => void }[] = []
  const handed: Timers = {
    now: () => now,
    after(ms, call) {
      const timer = { at: now + ms, call }
      timers.push(timer)
      return () => {
        timers = timers.filter((one) => one !== timer)
      }
    },
  }
  return {
    handed,
    waiting: () => timers.length,
    async pass(ms: number) {
      const end = now + ms
      await settled()
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).toSorted((one, other) => one.at - other.at)[0]
        if (next === undefined) break
        timers = timers.filter((one) => one !== next)
        now = next.at
        next.call()
        await settled()
      }
      now = end
      await settled()
    },
  }
}

const settled = async () => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
}

describe('what is coalesced', () => {
  test('is done once after a burst, and not again without a new reason', async () => {
    const clock = clockwork()
    let done = 0
    const fresh = coalesce(async () => (done += 1), PACE, clock.handed)
    for (let event = 0; event < 100; event += 1) fresh.ask()
    await clock.pass(399)
    expect(done).toBe(0)
    await clock.pass(60_000)
    expect(done).toBe(1)
    expect(clock.waiting()).toBe(0)
  })

  test('is done every few seconds in a storm, and once after its last event', async () => {
    const clock = clockwork()
    let done = 0
    const fresh = coalesce(async () => (done += 1), PACE, clock.handed)
    for (let tick = 0; tick < 3_000; tick += 1) {
      fresh.ask()
      await clock.pass(10)
    }
    expect(done).toBe(10)
    await clock.pass(3_000)
    expect(done).toBe(11)
  })

  test('waits for what is under way, and is not forgotten when that was asked too early', async () => {
    const clock = clockwork()
    const open: (() => void)[] = []
    const fresh = coalesce(() => new Promise<void>((resolve) => open.push(resolve)), PACE, clock.handed)
    fresh.ask()
    await clock.pass(400)
    fresh.ask()
    await clock.pass(60_000)
    expect(open).toHaveLength(1)
    open[0]?.()
    await clock.pass(400)
    expect(open).toHaveLength(2)
  })

  test('goes on after a failure', async () => {
    const clock = clockwork()
    let tried = 0
    const fail = async () => {
      tried += 1
      throw new Error('the gateway is away')
    }
    const fresh = coalesce(fail, PACE, clock.handed)
    fresh.ask()
    await clock.pass(400)
    fresh.ask()
    await clock.pass(3_000)
    expect(tried).toBe(2)
  })

  test('ends with its page', async () => {
    const clock = clockwork()
    let done = 0
    const fresh = coalesce(async () => (done += 1), PACE, clock.handed)
    fresh.ask()
    fresh.stop()
    fresh.ask()
    await clock.pass(60_000)
    expect(done).toBe(0)
  })
})

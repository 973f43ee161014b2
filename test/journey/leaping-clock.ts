import { type Clock, systemClock } from '../../src/kernel/clock.ts'

/** The machine's clock, which a test can move on: what falls due on the way runs at once, in its order. */
export function leapingClock(): Clock & { leap(ms: number): void } {
  let ahead = 0
  const pending = new Set<{ at: number; fire: () => void }>()
  const now = () => systemClock.now() + ahead
  return {
    now,
    after(delayMs, task) {
      const entry = { at: now() + delayMs, fire }
      const timer = systemClock.after(delayMs, fire)
      function fire(): void {
        timer.cancel()
        if (pending.delete(entry)) task()
      }
      pending.add(entry)
      return {
        cancel() {
          timer.cancel()
          pending.delete(entry)
        },
      }
    },
    leap(ms) {
      ahead += ms
      const due = [...pending].filter(({ at }) => at <= now()).toSorted((a, b) => a.at - b.at)
      for (const { fire } of due) fire()
    },
  }
}

import type { Clock } from '../kernel/clock.ts'

/**
 * Time that never goes back, by which deliveries become due: when the machine's clock is set back, it goes on from where
 * it was, and is that much ahead until the clock has caught up or the process ends.
 */
export function steadyClock(clock: Clock): Clock {
  let last = clock.now()
  let aheadMs = 0
  return {
    now() {
      const at = clock.now()
      if (at >= last) aheadMs = 0
      else aheadMs = Math.max(aheadMs, last - at)
      last = at + aheadMs
      return last
    },
    after: clock.after,
  }
}

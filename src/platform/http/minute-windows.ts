import type { Clock } from '../../kernel/clock.ts'

const MINUTE_MS = 60_000
const MOST_CALLERS = 10_000

/** How a caller stands in its minute. `used` may be above `limit`; `resetsAt` is in Unix milliseconds. */
export interface Standing {
  limit: number
  used: number
  resetsAt: number
}

/** Requests by caller, in minutes that begin with a caller's first request. */
export interface MinuteWindows {
  /** Counts one request. */
  count(caller: string): Standing
  /** As it stands, without counting. */
  look(caller: string): Standing
}

/** `most` callers are remembered: beyond that the oldest minute is forgotten. */
export function createMinuteWindows(clock: Clock, limit: number, most: number = MOST_CALLERS): MinuteWindows {
  /** In the order in which they began. */
  const windows = new Map<string, { beganAt: number; used: number }>()

  /** A clock that was set back ends a minute too: nobody waits for an hour that is lived again. */
  function isOver({ beganAt }: { beganAt: number }): boolean {
    const age = clock.now() - beganAt
    return age < 0 || age >= MINUTE_MS
  }

  function begin(caller: string) {
    windows.delete(caller)
    for (const [oldest, window] of windows) {
      if (!isOver(window) && windows.size < most) break
      windows.delete(oldest)
    }
    const begun = { beganAt: clock.now(), used: 0 }
    windows.set(caller, begun)
    return begun
  }

  function find(caller: string) {
    const known = windows.get(caller)
    return known && !isOver(known) ? known : null
  }

  return {
    count(caller) {
      const window = find(caller) ?? begin(caller)
      window.used += 1
      return { limit, used: window.used, resetsAt: window.beganAt + MINUTE_MS }
    },
    look(caller) {
      const { used, beganAt } = find(caller) ?? { used: 0, beganAt: clock.now() }
      return { limit, used, resetsAt: beganAt + MINUTE_MS }
    },
  }
}

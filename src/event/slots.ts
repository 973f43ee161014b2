import type { Clock } from '../kernel/clock.ts'
import { SLOW_AFTER_MS } from './domain/breaker.ts'

/** Leave to make one call. */
export interface Slot {
  release(): void
}

/** Who shares out the calls that may be under way at once. */
export interface Slots {
  /**
   * Leave for one call, or null when its pool is full; then `whenFree` is called once as soon as it is worth asking
   * again, those who waited longest first.
   */
  take(pool: Pool, whenFree: () => void): Slot | null
}

/** Quick calls and slow ones are counted apart, so that any number of dead receivers leaves the quick ones alone. */
export type Pool = 'quick' | 'slow'

const MOST_QUICK = 128
const MOST_SLOW = 256

/** Makes the pools. A quick call that takes more than a second moves to the slow ones, even above their bound. */
export function createSlots(clock: Clock, most = { quick: MOST_QUICK, slow: MOST_SLOW }): Slots {
  const taken = { quick: 0, slow: 0 }
  const waiting = { quick: new Set<() => void>(), slow: new Set<() => void>() }

  function free(pool: Pool): void {
    taken[pool] -= 1
    if (taken[pool] >= most[pool]) return
    const [next] = waiting[pool]
    if (!next) return
    waiting[pool].delete(next)
    next()
  }

  return {
    take(pool, whenFree) {
      if (taken[pool] >= most[pool]) {
        waiting[pool].add(whenFree)
        return null
      }
      taken[pool] += 1
      let counted: Pool | null = pool
      const timer =
        pool === 'slow'
          ? null
          : clock.after(SLOW_AFTER_MS, () => {
              if (counted !== 'quick') return
              counted = 'slow'
              taken.slow += 1
              free('quick')
            })
      return {
        release() {
          timer?.cancel()
          const pooled = counted
          counted = null
          if (pooled) free(pooled)
        },
      }
    },
  }
}

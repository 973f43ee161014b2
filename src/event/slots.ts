import type { Clock } from '../kernel/clock.ts'
import { type Pool, SLOW_AFTER_MS } from './domain/breaker.ts'

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

const MOST: Record<Pool, number> = { new: 128, quick: 128, slow: 256 }

/** Makes the pools. A call that takes more than a second moves to the slow ones, even above their bound. */
export function createSlots(clock: Clock, most = MOST): Slots {
  const taken = { new: 0, quick: 0, slow: 0 }
  const waiting = { new: new Set<() => void>(), quick: new Set<() => void>(), slow: new Set<() => void>() }

  function free(pool: Pool): void {
    taken[pool] -= 1
    // One that is asked may have nothing to call any more, so the next is asked too, until the pool is full.
    for (const next of waiting[pool]) {
      if (taken[pool] >= most[pool]) return
      waiting[pool].delete(next)
      next()
    }
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
              if (counted === null) return
              counted = 'slow'
              taken.slow += 1
              free(pool)
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

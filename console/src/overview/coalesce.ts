/** Timers, handed in. */
export interface Timers {
  /** Unix milliseconds. */
  now(): number
  /** Calls after so many milliseconds; what it returns takes that back. */
  after(ms: number, call: () => void): () => void
}

export const browserTimers: Timers = {
  now: () => Date.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms)
    return () => clearTimeout(timer)
  },
}

export interface Coalesced {
  /** Something changed. Work that begins later will see it. */
  ask(): void
  stop(): void
}

interface Pace {
  /** So long others may join, ms. */
  soonMs: number
  /** So far the beginnings of two works are apart, ms. */
  everyMs: number
}

/** Does work after any number of calls once: one at a time, never in a storm, and never without the last call. */
export function coalesce(work: () => Promise<unknown>, pace: Pace, timers: Timers = browserTimers): Coalesced {
  let began = Number.NEGATIVE_INFINITY
  let isAsked = false
  let isWorking = false
  let isStopped = false
  let cancel: (() => void) | null = null

  function plan(): void {
    if (isStopped || isWorking || cancel !== null || !isAsked) return
    cancel = timers.after(Math.max(pace.soonMs, began + pace.everyMs - timers.now()), () => {
      cancel = null
      isAsked = false
      isWorking = true
      began = timers.now()
      const over = () => {
        isWorking = false
        plan()
      }
      work().then(over, over)
    })
  }

  return {
    ask() {
      isAsked = true
      plan()
    },
    stop() {
      isStopped = true
      cancel?.()
      cancel = null
    },
  }
}

export interface Calm {
  /** Wants the work done soon. */
  ask(): void
  /** What is wanted is not done any more, until it is asked for again. */
  stop(): void
}

export interface Timers {
  set(work: () => void, ms: number): unknown
  clear(timer: unknown): void
}

const BROWSER: Timers = {
  set: (work, ms) => setTimeout(work, ms),
  clear: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
}

/**
 * Does what is asked for `gapMs` later, once for however many ask meanwhile; never twice at the same time. Asked while it
 * is at it, it does it once more afterwards. Work that fails is asked for again by the next.
 */
export function calmly(work: () => Promise<unknown>, gapMs: number, timers: Timers = BROWSER): Calm {
  let state: 'idle' | 'waiting' | 'working' | 'asked-again' = 'idle'
  let timer: unknown
  let round = 0

  function wait(): void {
    state = 'waiting'
    timer = timers.set(run, gapMs)
  }

  function run(): void {
    const mine = round
    state = 'working'
    const over = () => {
      if (mine !== round) return
      if (state === 'asked-again') wait()
      else state = 'idle'
    }
    work().then(over, over)
  }

  return {
    ask() {
      if (state === 'idle') wait()
      else if (state === 'working') state = 'asked-again'
    },
    stop() {
      round += 1
      timers.clear(timer)
      state = 'idle'
    },
  }
}

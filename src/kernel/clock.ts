/** A timer that has not fired yet. Cancelling twice is harmless. */
export interface Timer {
  cancel(): void
}

/** Time as the rooms see it: handed in, so that a test may hold it still. All figures are milliseconds. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number
  /** Runs `task` once, `delayMs` from now. A pending timer does not keep the process alive. */
  after(delayMs: number, task: () => void): Timer
}

const LONGEST_TIMER_MS = 2_147_483_647

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, Math.min(Math.max(0, delayMs), LONGEST_TIMER_MS))
    timer.unref()
    return { cancel: () => clearTimeout(timer) }
  },
}

/** Waits `delayMs` on the given clock. */
export function pause(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delayMs, resolve)
  })
}

/** Runs `task`, which never rejects, every `everyMs`, counted from the end of the last one, until it is cancelled. */
export function repeat(clock: Clock, everyMs: number, task: () => Promise<void>): Timer {
  let isOver = false
  let timer = clock.after(everyMs, run)
  function run(): void {
    void task().finally(() => {
      if (!isOver) timer = clock.after(everyMs, run)
    })
  }
  return {
    cancel() {
      isOver = true
      timer.cancel()
    },
  }
}

/** Unix milliseconds as the ISO text that callers see; null stays null. */
export function toIso(at: number): string
export function toIso(at: number | null): string | null
export function toIso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}

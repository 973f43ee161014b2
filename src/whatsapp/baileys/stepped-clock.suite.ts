import type { Clock } from '../../kernel/clock.ts'

/** A clock that moves when it is told to: `pass` fires in order what is due by then, what that begins included. */
export interface SteppedClock extends Clock {
  pass(ms: number): void
  /** Timers that have neither fired nor been cancelled. */
  pending(): number
  /** The process stands still: time passes, and timers fire late, all at its end. */
  standStill(ms: number): void
}

export function steppedClock(): SteppedClock {
  const due = new Set<{ at: number; task: () => void }>()
  let now = 1_000_000

  function next(until: number) {
    return [...due].filter(({ at }) => at <= until).sort((one, other) => one.at - other.at)[0]
  }

  return {
    now: () => now,
    after(delayMs, task) {
      const timer = { at: now + Math.max(0, delayMs), task }
      due.add(timer)
      return { cancel: () => void due.delete(timer) }
    },
    pass(ms) {
      const end = now + ms
      for (let timer = next(end); timer !== undefined; timer = next(end)) {
        due.delete(timer)
        now = timer.at
        timer.task()
      }
      now = end
    },
    standStill(ms) {
      now += ms
      const late = [...due].filter(({ at }) => at <= now)
      for (const timer of late) if (due.delete(timer)) timer.task()
    },
    pending: () => due.size,
  }
}

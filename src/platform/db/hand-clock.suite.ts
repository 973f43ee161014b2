import type { Clock } from '../../kernel/clock.ts'

/** A clock that stands still; `advance` fires what is due in any future. */
export function handClock(): Clock & { advance(): void } {
  const due = new Set<() => void>()
  return {
    now: () => 0,
    after(_delayMs, task) {
      due.add(task)
      return { cancel: () => void due.delete(task) }
    },
    advance() {
      const tasks = [...due]
      due.clear()
      for (const task of tasks) task()
    },
  }
}

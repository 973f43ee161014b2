import type { Clock } from '../kernel/clock.ts'

/** Where callers wait for a form to be answered. */
export interface AnswerDesk {
  /** Resolves when an answer to the form is stored, when the time is over, or when the caller hangs up. */
  wait(formId: string, waitMs: number, hungUp: AbortSignal): Promise<void>
  /** Wakes those who wait for the form. Called after the commit. */
  tell(formId: string): void
}

export function createAnswerDesk(clock: Clock): AnswerDesk {
  const waiting = new Map<string, Set<() => void>>()
  return {
    wait(formId, waitMs, hungUp) {
      if (hungUp.aborted) return Promise.resolve()
      return new Promise((resolve) => {
        const wake = () => {
          timer.cancel()
          hungUp.removeEventListener('abort', wake)
          const others = waiting.get(formId)
          others?.delete(wake)
          if (others?.size === 0) waiting.delete(formId)
          resolve()
        }
        const timer = clock.after(waitMs, wake)
        hungUp.addEventListener('abort', wake)
        const others = waiting.get(formId) ?? new Set()
        waiting.set(formId, others.add(wake))
      })
    },
    tell(formId) {
      for (const wake of [...(waiting.get(formId) ?? [])]) wake()
    },
  }
}

import type { Clock } from '../kernel/clock.ts'

/** Pauses that all end at once when there is nothing to wait for any more. */
export interface Waits {
  pause(delayMs: number): Promise<void>
  isOver(): boolean
  /** Ends every pause, and every later one before it begins. */
  stop(): void
}

/** Thousands of pauses at a time cost no more each than one does: there is no list to look through when one ends. */
export function createWaits(clock: Clock): Waits {
  const ends = new Set<() => void>()
  let isStopped = false
  return {
    isOver: () => isStopped,
    pause(delayMs) {
      if (isStopped) return Promise.resolve()
      return new Promise((resolve) => {
        const end = () => {
          timer.cancel()
          ends.delete(end)
          resolve()
        }
        const timer = clock.after(delayMs, end)
        ends.add(end)
      })
    },
    stop() {
      isStopped = true
      for (const end of [...ends]) end()
    },
  }
}

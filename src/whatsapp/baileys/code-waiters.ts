import type { Clock } from '../../kernel/clock.ts'

/** Those who wait for a socket that may ask for a pairing code. */
export interface CodeWaiters<Socket> {
  /** Null when it comes to none in time. */
  wait(timeoutMs: number): Promise<Socket | null>
  answer(socket: Socket | null): void
}

export function createCodeWaiters<Socket>(clock: Clock): CodeWaiters<Socket> {
  const waiting = new Set<(socket: Socket | null) => void>()
  return {
    wait: (timeoutMs) =>
      new Promise((resolve) => {
        const give = (found: Socket | null) => {
          timer.cancel()
          resolve(found)
        }
        const timer = clock.after(timeoutMs, () => {
          waiting.delete(give)
          resolve(null)
        })
        waiting.add(give)
      }),
    answer(socket) {
      for (const give of waiting) give(socket)
      waiting.clear()
    },
  }
}

import type { Clock } from '../../kernel/clock.ts'

const DIALS = 3
const IN_MS = 30_000

/**
 * Dials that callers ask for while the line would wait, or stay closed: a person's are done at once, a program that
 * asks in a loop gets three in half a minute. Without that, whoever polls for a QR would undo every back-off.
 */
export interface AskedDials {
  /** Milliseconds until another may begin. */
  waitMs(): number
  /** One begins now. */
  count(): void
}

export function createAskedDials({ clock, timeScale }: { clock: Clock; timeScale: number }): AskedDials {
  const begun: number[] = []
  return {
    waitMs() {
      const oldest = begun.length < DIALS ? undefined : begun[0]
      return oldest === undefined ? 0 : Math.max(0, oldest + IN_MS / timeScale - clock.now())
    },
    count() {
      begun.push(clock.now())
      if (begun.length > DIALS) begun.shift()
    },
  }
}

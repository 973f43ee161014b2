import type { Clock, Timer } from '../kernel/clock.ts'
import type { Line } from '../whatsapp/port.ts'

/** A log-in costs tens of milliseconds of CPU, the first ones several times that; the rest of it is waiting. */
const AT_FIRST = 8
/** What many wait for at once is told in one turn and kept in one commit. */
const MOST_AT_ONCE = 32
/** A log-in that takes longer has had its CPU: what it still waits for holds up nobody. */
const HOLD_MS = 3_000

/**
 * Dials lines in the order in which they were added, a few at a time: the next when one has arrived somewhere (it is
 * open, waits, or ended), or takes long, and one more with each arrival. Two hundred at once would leave no other
 * request a turn for seconds.
 */
export interface PacedStart {
  add(instanceId: string, line: Line): void
  /** The line is not on its way any more. */
  arrived(instanceId: string): void
  /** It is not to be dialled from here any more. */
  leave(instanceId: string): void
  /** Nothing is dialled from here any more. */
  stop(): void
}

export function createPacedStart(clock: Clock): PacedStart {
  const waiting = new Map<string, Line>()
  const onTheWay = new Map<string, Timer>()
  let atOnce = AT_FIRST
  let isOver = false

  function dialNext(): void {
    for (const [instanceId, line] of waiting) {
      if (onTheWay.size >= atOnce) return
      waiting.delete(instanceId)
      // Somebody has connected it meanwhile, or closed it.
      if (line.state.type !== 'idle') continue
      onTheWay.set(
        instanceId,
        clock.after(HOLD_MS, () => free(instanceId)),
      )
      line.connect()
    }
  }

  function free(instanceId: string): void {
    onTheWay.get(instanceId)?.cancel()
    if (onTheWay.delete(instanceId)) dialNext()
  }

  return {
    add(instanceId, line) {
      if (isOver) return
      waiting.set(instanceId, line)
      dialNext()
    },
    arrived(instanceId) {
      if (onTheWay.has(instanceId)) atOnce = Math.min(atOnce + 1, MOST_AT_ONCE)
      free(instanceId)
    },
    leave(instanceId) {
      waiting.delete(instanceId)
      free(instanceId)
    },
    stop() {
      isOver = true
      waiting.clear()
      for (const timer of onTheWay.values()) timer.cancel()
      onTheWay.clear()
    },
  }
}

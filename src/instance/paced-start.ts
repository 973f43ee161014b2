import type { Clock, Timer } from '../kernel/clock.ts'
import type { Line } from '../whatsapp/port.ts'

/** A log-in costs tens of milliseconds of CPU; the rest of it is waiting, which many may do at once. */
const AT_ONCE = 8
/** A log-in that takes longer has had its CPU: what it still waits for holds up nobody. */
const HOLD_MS = 3_000

/**
 * Dials lines in the order in which they were added, a few at a time: the next when one has arrived somewhere (it is
 * open, waits, or ended), or takes long. Fifty that log in at once would leave no other request a turn for seconds.
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
  let isOver = false

  function dialNext(): void {
    for (const [instanceId, line] of waiting) {
      if (onTheWay.size >= AT_ONCE) return
      waiting.delete(instanceId)
      // Somebody has connected it meanwhile, or closed it.
      if (line.state.type !== 'idle') continue
      onTheWay.set(
        instanceId,
        clock.after(HOLD_MS, () => arrived(instanceId)),
      )
      line.connect()
    }
  }

  function arrived(instanceId: string): void {
    onTheWay.get(instanceId)?.cancel()
    if (onTheWay.delete(instanceId)) dialNext()
  }

  return {
    add(instanceId, line) {
      if (isOver) return
      waiting.set(instanceId, line)
      dialNext()
    },
    arrived,
    leave(instanceId) {
      waiting.delete(instanceId)
      arrived(instanceId)
    },
    stop() {
      isOver = true
      waiting.clear()
      for (const timer of onTheWay.values()) timer.cancel()
      onTheWay.clear()
    },
  }
}

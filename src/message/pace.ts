import type { Clock, Timer } from '../kernel/clock.ts'
import { type LastSends, nextTurn, type Waiting, waitOf } from './domain/pace.ts'

/**
 * Keeps a distance between the sends of an instance, over all kinds and callers, in the order in which they came. What
 * it knows is in memory: the start of the process counts as a send.
 */
export interface Pace {
  /** What an instance says about its sends, as it was read last. */
  sendingOf(instanceId: string): Promise<Sending>
  /** Takes the turn when it is free and nobody waits for it. */
  tryTake(instanceId: string, send: Waiting): boolean
  /** Waits for the turn. False: look again whether it is still wanted, for something has changed. */
  turn(instanceId: string, send: Waiting): Promise<boolean>
  /** A send that kept no distance: others keep theirs from it. */
  note(instanceId: string): void
  /** The instance has changed: it is read anew, and everybody who waits looks again. */
  lookAgain(instanceId: string): void
  /** Lets everybody go, now and later: nothing is sent any more. */
  stop(): void
}

interface Ticket extends Waiting {
  resolve(isMine: boolean): void
}

interface Lane extends LastSends {
  waiting: Set<Ticket>
  timer: Timer | null
}

/** What an instance says about when it sends. */
export interface Sending {
  settings?: { minSendIntervalMs?: number }
  restrictedAt?: number | null
}

export function createPace(clock: Clock, read: (instanceId: string) => Promise<Sending | null>): Pace {
  const known = new Map<string, Promise<Sending>>()
  const startedAt = clock.now()
  const lanes = new Map<string, Lane>()
  let isStopped = false

  function laneOf(instanceId: string): Lane {
    const lane = lanes.get(instanceId) ?? { at: startedAt, firstAt: startedAt, waiting: new Set(), timer: null }
    lanes.set(instanceId, lane)
    return lane
  }

  function mark(lane: Lane, isFirst: boolean): void {
    lane.at = clock.now()
    if (isFirst) lane.firstAt = lane.at
  }

  /** Lets those go whose turn it is, and comes back for the next. */
  function serve(lane: Lane): void {
    lane.timer?.cancel()
    lane.timer = null
    for (;;) {
      const next = nextTurn(lane.waiting, lane, clock.now())
      if (next === null) return
      if (next.waitMs > 0) {
        lane.timer = clock.after(next.waitMs, () => serve(lane))
        return
      }
      lane.waiting.delete(next.ticket)
      mark(lane, next.ticket.isFirst)
      next.ticket.resolve(true)
    }
  }

  function forgotten(instanceId: string): Sending {
    known.delete(instanceId)
    return {}
  }

  function letGo(lane: Lane, isMine: boolean): void {
    lane.timer?.cancel()
    lane.timer = null
    const all = [...lane.waiting]
    lane.waiting.clear()
    for (const { resolve } of all) resolve(isMine)
  }

  return {
    sendingOf(instanceId) {
      // A store that cannot be read keeps nothing from going out: what follows waits for it.
      const sending =
        known.get(instanceId) ??
        read(instanceId).then(
          (found) => found ?? {},
          () => forgotten(instanceId),
        )
      known.set(instanceId, sending)
      return sending
    },
    tryTake(instanceId, send) {
      const lane = laneOf(instanceId)
      if (lane.waiting.size > 0 || waitOf(send, lane, clock.now()) > 0) return false
      mark(lane, send.isFirst)
      return true
    },
    turn(instanceId, send) {
      if (isStopped) return Promise.resolve(true)
      const lane = laneOf(instanceId)
      return new Promise((resolve) => {
        lane.waiting.add({ ...send, resolve })
        serve(lane)
      })
    },
    note(instanceId) {
      mark(laneOf(instanceId), false)
    },
    lookAgain(instanceId) {
      known.delete(instanceId)
      const lane = lanes.get(instanceId)
      if (lane) letGo(lane, false)
    },
    stop() {
      isStopped = true
      for (const lane of lanes.values()) letGo(lane, true)
    },
  }
}

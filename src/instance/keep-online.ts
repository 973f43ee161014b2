import type { Clock, Timer } from '../kernel/clock.ts'
import type { Store } from '../platform/db/store.ts'
import type { Line } from '../whatsapp/port.ts'
import { findInstance } from './store.ts'

/** Shows numbers as online, or no longer, as `keepOnlineStatus` says. */
export interface OnlineKeeper {
  /** Looks at the setting and tells WhatsApp: to be called when a line has a new state, or the settings changed. */
  refresh(instanceId: string): Promise<void>
  /** Whether WhatsApp was told on the connection that is open now. */
  isOnline(instanceId: string): boolean
  stop(): void
}

export interface OnlineKeeperDeps {
  store: Store
  clock: Clock
  lineOf(instanceId: string): Line | null
}

/** WhatsApp is told again, should it have forgotten: phones go offline by themselves where nothing is heard of them. */
const AGAIN_MS = 5 * 60_000
/** The name of a number, without which WhatsApp takes no presence, comes a moment after the first log-in. */
const SOON_MS = 2_000

export function createOnlineKeeper({ store, clock, lineOf }: OnlineKeeperDeps): OnlineKeeper {
  const shown = new Map<string, Line>()
  const timers = new Map<string, Timer>()
  const turns = new Map<string, Promise<void>>()
  let isStopped = false

  const openLine = (instanceId: string) => {
    const line = lineOf(instanceId)
    return line?.state.type === 'open' ? line : null
  }

  async function look(instanceId: string): Promise<void> {
    timers.get(instanceId)?.cancel()
    timers.delete(instanceId)
    const line = openLine(instanceId)
    if (line === null) return void shown.delete(instanceId)
    const isWanted = (await findInstance(store.read, instanceId))?.settings.keepOnlineStatus ?? false
    if (!isWanted && !shown.has(instanceId)) return
    // What cannot be told now is tried again soon; a line that is lost meanwhile comes back with news.
    const isTold = await line.setOnline(isWanted).catch(() => false)
    if (isTold && isWanted) shown.set(instanceId, line)
    if (isTold && !isWanted) shown.delete(instanceId)
    if ((isTold && !isWanted) || isStopped || openLine(instanceId) === null) return
    timers.set(
      instanceId,
      clock.after(isTold ? AGAIN_MS : SOON_MS, () => void refresh(instanceId)),
    )
  }

  /** One look at a time for each instance: what was told last is what was set last. */
  function refresh(instanceId: string): Promise<void> {
    if (isStopped) return Promise.resolve()
    const turn = (turns.get(instanceId) ?? Promise.resolve())
      .then(() => look(instanceId))
      .catch(() => {})
      .finally(() => {
        if (turns.get(instanceId) === turn) turns.delete(instanceId)
      })
    turns.set(instanceId, turn)
    return turn
  }

  return {
    refresh,
    isOnline: (instanceId) => shown.has(instanceId) && openLine(instanceId) !== null,
    stop() {
      isStopped = true
      for (const timer of timers.values()) timer.cancel()
      timers.clear()
    },
  }
}

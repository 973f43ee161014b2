import type { Clock, Timer } from '../../kernel/clock.ts'
import type { Random } from '../../kernel/id.ts'
import type { LineState } from '../port.ts'
import type { Device } from './auth-store.ts'
import { backOff, type Farewell, farewell } from './disconnect.ts'
import type { NewsDesk } from './news.ts'
import { meOf } from './people.ts'

/*
 *  idle ──connect──▶ connecting ──success──▶ open
 *                     │  ▲  ▲                 │ lost, server unavailable, store failed, …
 *      no credentials │  │  └──── waiting ◀───┘   (back-off; a commit that failed closes the socket before any receipt)
 *                     ▼  │ paired, 515
 *                    linking
 *
 *  any ──▶ ended: closed by us · logged out (erased) · banned · replaced · refused · code expired · not genuine
 *  ended, waiting ──connect──▶ connecting
 *
 *  Every dial has a number; what a socket of an older dial still says is not heard.
 */

/** What a socket tells its connection. */
export interface SocketEvents {
  /** A QR to show. */
  onCode(qr: string): void
  /** The phone signed this device; the credentials hold its account. */
  onPaired(): void
  onOpen(): void
  /** `error` undefined: closed by us. */
  onClose(error: unknown): void
  /** Linking needs a passkey, which a linked device cannot give. */
  onPasskeyWanted(): void
}

/** A socket as its connection needs it. */
export interface DialledSocket {
  requestPairingCode(digits: string): Promise<string>
  logOut(): Promise<void>
  /** Closes at once: nothing is sent after this returns. */
  end(error: Error | undefined): void
}

export interface ConnectionDeps<Socket extends DialledSocket> {
  clock: Clock
  random: Random
  /** Waits are divided by this. */
  timeScale: number
  news: NewsDesk
  openDevice(onFailure: (error: unknown) => void): Promise<Device>
  dial(device: Device, events: SocketEvents): Socket
  /** Called at once when somebody closes the line: what is not heard yet must not be taken for heard. */
  onClosing(): Promise<void>
}

export interface Connection<Socket extends DialledSocket> {
  readonly state: LineState
  /** The socket while it is open. */
  readonly live: { socket: Socket; device: Device } | null
  connect(): void
  /** The socket once it shows a code, when it may ask for a pairing code; null when it comes to none in time. */
  linking(timeoutMs: number): Promise<Socket | null>
  logOut(): Promise<void>
  close(): Promise<void>
}

export function createConnection<Socket extends DialledSocket>(deps: ConnectionDeps<Socket>): Connection<Socket> {
  const { clock, random, timeScale, news } = deps
  let state: LineState = { type: 'idle' }
  let device: Device | null = null
  let socket: Socket | null = null
  let retry: Timer | null = null
  let failures = 0
  let dials = 0
  const waitingForCode = new Set<(socket: Socket | null) => void>()

  function move(next: LineState): void {
    state = next
    news.tell({ type: 'state', state: next })
    if (next.type === 'linking' || next.type === 'ended' || next.type === 'waiting') {
      for (const resolve of waitingForCode) resolve(next.type === 'linking' ? socket : null)
      waitingForCode.clear()
    }
  }

  /** Null when its credentials cannot be read. */
  async function openDevice(): Promise<Device | null> {
    try {
      const opened: Device = await deps.openDevice(() => opened === device && storeFailed())
      return opened
    } catch {
      return null
    }
  }

  async function dial(): Promise<void> {
    dials += 1
    const mine = dials
    const isCurrent = () => mine === dials
    move({ type: 'connecting' })
    const speaker = device ?? (await openDevice())
    if (!isCurrent()) return
    if (speaker === null) return waitFor('store_failed')
    device = speaker
    socket = deps.dial(speaker, {
      onCode(qr) {
        if (!isCurrent()) return
        move({ type: 'linking', code: qr })
        news.tell({ type: 'code', qr })
      },
      onPaired() {
        if (!isCurrent()) return
        const saved = speaker.save()
        // It is awaited only when the news have their turn, which may be long after it failed.
        saved.catch(() => {})
        news.tell(async () => {
          await saved
          return { type: 'linked', me: meOf(speaker.creds) }
        })
      },
      onOpen() {
        if (!isCurrent()) return
        failures = 0
        move({ type: 'open', me: meOf(speaker.creds) })
      },
      onClose: (error) => {
        if (isCurrent()) void closed(speaker, farewell(error, speaker.isLinked()))
      },
      onPasskeyWanted() {
        if (isCurrent()) void hangUp({ reason: 'passkey_required', next: 'stay_closed' })
      },
    })
  }

  async function closed(speaker: Device, { reason, next }: Farewell): Promise<void> {
    dials += 1
    const mine = dials
    socket = null
    if (next === 'forget') await speaker.erase().catch(() => {})
    else await speaker.settled()
    if (mine !== dials) return
    if (next === 'stay_closed' || next === 'forget') {
      // What the old socket still writes on its way out comes too late for a store that may be closing.
      speaker.abandon()
      device = null
    }
    switch (next) {
      case 'dial_now':
        return dial()
      case 'dial_later':
        return waitFor(reason)
      case 'stay_closed':
      case 'forget':
        return move({ type: 'ended', reason })
    }
  }

  function waitFor(reason: Farewell['reason']): void {
    const chance = (random.bytes(1)[0] ?? 0) / 255
    const delayMs = backOff(failures, chance) / timeScale
    failures += 1
    retry = clock.after(delayMs, () => void dial())
    move({ type: 'waiting', reason, retryAt: clock.now() + delayMs })
  }

  /** Ends the socket ourselves; what it says from now on is not heard. */
  async function hangUp(last: Farewell): Promise<void> {
    retry?.cancel()
    const old = socket
    const speaker = device
    socket = null
    dials += 1
    old?.end(undefined)
    if (speaker === null) return move({ type: 'ended', reason: last.reason })
    await closed(speaker, last)
  }

  /** What is in memory is ahead of the store: drop it, and read again what the store has. */
  function storeFailed(): void {
    const old = socket
    const speaker = device
    socket = null
    device = null
    dials += 1
    const mine = dials
    old?.end(new Error('store failed'))
    speaker?.abandon()
    void speaker?.settled().then(() => mine === dials && waitFor('store_failed'))
  }

  return {
    get state() {
      return state
    },
    get live() {
      return state.type === 'open' && socket !== null && device !== null ? { socket, device } : null
    },
    connect() {
      if (state.type === 'connecting' || state.type === 'linking' || state.type === 'open') return
      retry?.cancel()
      failures = 0
      void dial()
    },
    linking(timeoutMs) {
      if (state.type === 'linking') return Promise.resolve(socket)
      if (state.type !== 'connecting') return Promise.resolve(null)
      return new Promise((resolve) => {
        const give = (found: Socket | null) => {
          timer.cancel()
          resolve(found)
        }
        const timer = clock.after(timeoutMs, () => {
          waitingForCode.delete(give)
          resolve(null)
        })
        waitingForCode.add(give)
      })
    },
    async logOut() {
      const isOpen = state.type === 'open'
      if (isOpen) await socket?.logOut().catch(() => {})
      await hangUp(isOpen ? { reason: 'logged_out', next: 'forget' } : { reason: 'closed_by_us', next: 'stay_closed' })
    },
    async close() {
      const closing = deps.onClosing()
      const isOver = state.type === 'idle' || state.type === 'ended'
      if (!isOver) await hangUp({ reason: 'closed_by_us', next: 'stay_closed' })
      await closing
    },
  }
}

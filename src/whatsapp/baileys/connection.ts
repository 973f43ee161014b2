import type { Clock, Timer } from '../../kernel/clock.ts'
import type { Random } from '../../kernel/id.ts'
import type { DisownReason, LineState } from '../port.ts'
import { createAskedDials } from './asked-dials.ts'
import type { Device } from './auth-store.ts'
import { createBackOff } from './back-off.ts'
import { createCodeWaiters } from './code-waiters.ts'
import type { DialledSocket, SocketEvents } from './dialled-socket.ts'
import { type Farewell, farewell, unanswered } from './disconnect.ts'
import { createDisowning } from './disowning.ts'
import type { NewsDesk } from './news.ts'
import { scaled } from './patience.ts'
import { profileOf } from './people.ts'
import { watch } from './watchdog.ts'

/*
 *                       ┌─────────────────── paired, 515 ────────────────────┐
 *                       ▼                                                    │
 *  idle ──connect──▶ connecting ──QR, where nothing is linked────────────▶ linking
 *                       │   ▲                                                │
 *               success │   │ retryAt, connect                               │ any other end
 *                       ▼   │                                                ▼
 *                     open ─▶ waiting          any ──close, logOut──▶      ended ──connect──▶ connecting
 *
 *  connecting, open, of a linked device:
 *    closed, 408, 428, 500, 503, other stream errors ───────────────────▶ waiting   back-off (back-off.ts)
 *    neither success nor QR within 60 s; no answer to a ping in 20 s ───▶ waiting   timed_out (watchdog.ts)
 *    515 ──▶ connecting at once; again before a minute was quiet ───────▶ waiting
 *    401, device removed ───────────────────────────────────────────────▶ ended     logged_out, keys erased before
 *    402, 403, 406; 440; 405, 409, 418; 411, 413 to 415; forged ────────▶ ended     keys stay
 *  connecting, linking, where nothing is linked: any end but 515 ───────▶ ended     nobody links behind one's back
 *  any of them: the store failed ───────────────────────────────────────▶ waiting
 *  disowned: not told as open; unlinked at WhatsApp when it would be, erased, ended, whatever happens on the way there
 *
 *  connect in connecting, linking, open: nothing. In waiting and ended it dials at once, but not in a loop
 *  (asked-dials.ts). What each code means is in disconnect.ts.
 *
 *  Timers: in connecting the deadline, in waiting the retry, in ended a dial that was asked for too often, in linking
 *  and open the watchdog's, and in linking from "paired" on the deadline once more. None outlives its state.
 *  Every dial has a number; what a socket of an older dial still says is not heard.
 */

export interface ConnectionDeps<Socket extends DialledSocket> {
  clock: Clock
  random: Random
  /** Waits are divided by this. */
  timeScale: number
  news: NewsDesk
  openDevice(onFailure: (error: unknown) => void): Promise<Device>
  /** Rejects when there is no way out. */
  dial(device: Device, events: SocketEvents): Promise<Socket>
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
  disown(reason: DisownReason): void
  close(): Promise<void>
}

/** From the dial to `success` or a QR: the credentials' way out of the store, and a first log-in's 812 keys included. */
const CONNECT_MS = 60_000
const SHORTEST_CONNECT_MS = 15_000

export function createConnection<Socket extends DialledSocket>(deps: ConnectionDeps<Socket>): Connection<Socket> {
  const { clock, timeScale, news } = deps
  const backOff = createBackOff(deps)
  const asked = createAskedDials(deps)
  const disowning = createDisowning()
  const codeWaiters = createCodeWaiters<Socket>(clock)
  let state: LineState = { type: 'idle' }
  let device: Device | null = null
  let socket: Socket | null = null
  let timer: Timer | null = null
  let watchdog: Timer | null = null
  let dials = 0

  function move(next: LineState): void {
    state = next
    news.tell({ type: 'state', state: next })
    if (next.type === 'linking') codeWaiters.answer(socket)
    if (next.type === 'open' || next.type === 'waiting' || next.type === 'ended') codeWaiters.answer(null)
  }

  /** What a dial was is over: its timers, and whatever its socket still says. Returns the number of what follows. */
  function turn(): number {
    timer?.cancel()
    watchdog?.cancel()
    timer = watchdog = null
    dials += 1
    return dials
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

  function expectAnswer(): void {
    timer?.cancel()
    timer = clock.after(scaled(CONNECT_MS, timeScale, SHORTEST_CONNECT_MS), () => void fallSilent())
  }

  function answered(by: Socket): void {
    timer?.cancel()
    timer = null
    watchdog ??= watch(
      deps,
      (onAnswer) => by.ping(onAnswer),
      () => void fallSilent(),
    )
  }

  async function fallSilent(): Promise<void> {
    if (device === null) {
      turn()
      return waitFor({ reason: 'store_failed', next: 'dial_later' })
    }
    await hangUp(unanswered(device.isLinked()))
  }

  async function dial(): Promise<void> {
    const mine = turn()
    const isCurrent = () => mine === dials
    move({ type: 'connecting' })
    expectAnswer()
    const speaker = device ?? (await openDevice())
    if (!isCurrent()) return
    if (speaker === null) return waitFor({ reason: 'store_failed', next: 'dial_later' })
    device = speaker
    const { isLinked } = speaker
    let isPaired = false
    try {
      const dialled = await deps.dial(speaker, {
        onCode(qr) {
          if (!isCurrent() || isPaired) return
          answered(dialled)
          move({ type: 'linking', code: qr })
          news.tell({ type: 'code', qr })
        },
        onPaired() {
          if (!isCurrent()) return
          isPaired = true
          expectAnswer()
          const saved = speaker.save()
          // It is awaited only when the news have their turn, which may be long after it failed.
          saved.catch(() => {})
          news.tell(async () => {
            await saved
            return { type: 'linked', me: profileOf(speaker.creds) }
          })
        },
        onOpen() {
          if (!isCurrent()) return
          answered(dialled)
          backOff.opened()
          if (disowning.reason !== null) return void unlink(disowning.reason)
          move({ type: 'open', me: profileOf(speaker.creds) })
        },
        onClose(error) {
          if (isCurrent()) void closed(speaker, farewell(error, isLinked(), clock.now()))
        },
        onPasskeyWanted() {
          if (isCurrent()) void hangUp({ reason: 'passkey_required', next: 'stay_closed' })
        },
      })
      if (isCurrent()) socket = dialled
      else dialled.end(undefined)
    } catch (error) {
      if (isCurrent()) await closed(speaker, farewell(error, isLinked(), clock.now()))
    }
  }

  async function closed(speaker: Device, told: Farewell): Promise<void> {
    const last = disowning.judge(told)
    const mine = turn()
    socket = null
    backOff.lost()
    const isLast = last.next === 'stay_closed' || last.next === 'forget'
    // What fails of it from now on dials nothing.
    if (isLast) device = null
    // What cannot be erased now is refused again at the next dial, and erased then.
    if (last.next === 'forget') await speaker.erase().catch(() => {})
    else await speaker.settled()
    // What the old socket still writes on its way out comes too late for a store that may be closing.
    if (isLast) speaker.abandon()
    if (mine === dials) await follow(last)
  }

  async function unlink(reason: DisownReason): Promise<void> {
    const mine = dials
    await socket?.logOut().catch(() => {})
    if (mine === dials) await hangUp({ reason, next: 'forget' })
  }

  function follow(last: Farewell): Promise<void> | void {
    switch (last.next) {
      case 'dial_now':
        return backOff.mayRestart() ? dial() : waitFor(last)
      case 'dial_later':
      case 'dial_in_doubt':
        return waitFor(last)
      case 'stay_closed':
      case 'forget':
        return move({ type: 'ended', reason: last.reason, ...(last.ban && { ban: last.ban }) })
    }
  }

  function waitFor({ reason, next }: Farewell): void {
    turn()
    const isInDoubt = next === 'dial_in_doubt'
    const delayMs = backOff.next(isInDoubt)
    timer = clock.after(delayMs, () => void dial())
    const told = isInDoubt ? backOff.reasonInDoubt(reason) : reason
    move({ type: 'waiting', reason: told, retryAt: clock.now() + delayMs })
  }

  /** Ends the socket ourselves; what it says from now on is not heard. */
  async function hangUp(last: Farewell): Promise<void> {
    turn()
    const old = socket
    const speaker = device
    socket = null
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
    const mine = turn()
    backOff.lost()
    old?.end(new Error('store failed'))
    speaker?.abandon()
    void speaker?.settled().then(() => mine === dials && waitFor({ reason: 'store_failed', next: 'dial_later' }))
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
      if (state.type !== 'waiting') backOff.reset()
      const isFree = state.type === 'idle' || (state.type === 'ended' && state.reason === 'closed_by_us')
      const waitMs = isFree ? 0 : asked.waitMs()
      if (waitMs === 0) {
        if (!isFree) asked.count()
        void dial()
      } else if (state.type === 'ended') {
        timer ??= clock.after(waitMs, () => {
          asked.count()
          void dial()
        })
      }
    },
    linking(timeoutMs) {
      if (state.type === 'linking' || state.type === 'open') {
        return Promise.resolve(state.type === 'linking' ? socket : null)
      }
      return codeWaiters.wait(timeoutMs)
    },
    async logOut() {
      const isOpen = state.type === 'open'
      if (isOpen) await socket?.logOut().catch(() => {})
      await hangUp(isOpen ? { reason: 'logged_out', next: 'forget' } : { reason: 'closed_by_us', next: 'stay_closed' })
    },
    disown(reason) {
      if (state.type === 'idle' || state.type === 'ended' || !disowning.begin(reason)) return
      if (state.type === 'open') void unlink(reason)
    },
    async close() {
      const closing = deps.onClosing()
      const isOver = state.type === 'idle' || state.type === 'ended'
      if (isOver) turn()
      else await hangUp({ reason: 'closed_by_us', next: 'stay_closed' })
      await closing
    },
  }
}

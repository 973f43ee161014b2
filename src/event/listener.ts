import { setImmediate as nextTurn } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import type { Clock } from '../kernel/clock.ts'
import { EVENT_TYPES, type EventType } from '../kernel/event.ts'
import { answerPings } from './answer-pings.ts'
import { type InstanceWords, type KeptEvent, writeEnvelope } from './domain/envelope.ts'
import { isWanted } from './domain/wanted.ts'
import type { Chunk } from './store-chunks.ts'

/** What may wait for a slow reader, in bytes; what comes on top is read from the store when it has left. */
export const MOST_BUFFERED = 1_048_576

const MOST_REPLAYED = 10_000
const GOODBYE_MS = 2_000
/** How long a chunk may take to leave. */
const LONGEST_STALL_MS = 10_000
/** How long one that fell behind may take to catch up. */
const LONGEST_LAG_MS = 60_000

export interface ListenerDeps {
  clock: Clock
  /** Stored events of an instance with `after < seq <= upTo`. */
  readChunk(asked: { instanceId: string; after: number; upTo: number; isWanted(type: string): boolean }): Promise<Chunk>
  /** The sequence of the newest stored event of an instance. */
  newestOf(instanceId: string): Promise<number>
  /** Told when the store could not be read; the listener is closed. */
  onFailure(error: unknown): void
}

/** Who listens on one WebSocket. */
export interface Listener {
  /** Whose token opened it. */
  readonly holder: 'account' | 'instance'
  /** Whether it hears every type, whatever is configured. */
  readonly hearsAll: boolean
  /** Sends an event if it is wanted and new; to one that is behind, it is read from the store in its turn. */
  tell(event: KeptEvent): void
  /** From now on these types are wanted. */
  want(types: readonly string[]): void
  /** From now on envelopes say this of the instance. */
  speak(words: InstanceWords): void
  /** Sends what is stored behind `sequence`, then `replay.done`, then goes live. */
  replay(sequence: number): Promise<void>
  /** Pings; cuts a listener that has left two pings unanswered. */
  ping(): void
  /** Says goodbye with a close code, and ends the connection soon, however slow the other side is. */
  close(code: number, reason: string): void
}

export interface AboutListener {
  instanceId: string
  holder: Listener['holder']
  words: InstanceWords
  /** null: every type, whatever is configured. */
  types: readonly EventType[] | null
  /** Whether it begins with what is told; otherwise it waits for its replay. */
  live: boolean
}

/**
 * live ─ more waits than may ─▶ behind ─ nothing is left in the store ─▶ live
 * A replay begins behind. Whoever is behind is cut when a chunk does not leave in time; whoever fell behind, also when
 * it does not catch up in time.
 */
export function createListener(deps: ListenerDeps, socket: WebSocket, about: AboutListener): Listener {
  const { clock } = deps
  const { instanceId, holder } = about
  const hearsAll = about.types === null
  let types: readonly string[] = about.types ?? EVENT_TYPES
  let { words, live } = about
  /** The newest sequence that was sent or passed over, and the newest that was told. */
  let last = 0
  let newest = 0
  let unanswered = 0

  socket.on('error', () => {})
  socket.on('pong', () => {
    unanswered = 0
  })
  answerPings(socket)

  const isOpen = () => socket.readyState === socket.OPEN
  const wants = (type: string) => isWanted(types, type)

  function send(event: KeptEvent): void {
    // Judged before: one event may be larger than all that may wait.
    if (wants(event.type) && socket.bufferedAmount > MOST_BUFFERED) {
      void fallBehind()
      return
    }
    last = event.seq
    if (wants(event.type) && isOpen()) socket.send(writeEnvelope(event, words))
  }

  function close(code: number, reason: string): void {
    if (socket.readyState === socket.CLOSED) return
    socket.close(code, reason)
    clock.after(GOODBYE_MS, () => socket.terminate())
  }

  /** Resolves when all that was sent has left; a reader that takes nothing is cut. */
  function drained(text: string): Promise<void> {
    return new Promise((resolve) => {
      const timer = clock.after(LONGEST_STALL_MS, () => {
        close(1013, 'too slow')
        resolve()
      })
      socket.send(text, () => {
        timer.cancel()
        // Pongs come late through a queue that moves.
        unanswered = 0
        resolve()
      })
    })
  }

  async function sendAll(events: readonly KeptEvent[]): Promise<void> {
    const wanted = events.filter(({ type }) => wants(type))
    const final = wanted.at(-1)
    for (const event of wanted) if (event !== final && isOpen()) socket.send(writeEnvelope(event, words))
    if (final && isOpen()) await drained(writeEnvelope(final, words))
    // A quick reader and an embedded store leave no pause in which others were served.
    await nextTurn()
  }

  const read = (upTo: number) => deps.readChunk({ instanceId, after: last, upTo, isWanted: wants })

  /** Sends what was stored when it was asked for; whether there was more than a replay may hold. */
  async function sendStored(upTo: number): Promise<boolean> {
    let left = MOST_REPLAYED
    while (isOpen() && last < upTo) {
      const { events, through } = await read(upTo)
      const isCut = events.length > left
      await sendAll(events.slice(0, left))
      left -= events.length
      last = isCut || through === null ? upTo : through
      if (isCut) return true
    }
    return false
  }

  /** Reads on until nothing is left, and nothing was told while it looked: from then on every event is told. */
  async function catchUp(): Promise<void> {
    while (isOpen()) {
      const asked = newest
      const { events, through } = await read(Number.MAX_SAFE_INTEGER)
      if (through === null && newest === asked) break
      await sendAll(events)
      last = through ?? last
    }
    live = true
  }

  async function fallBehind(): Promise<void> {
    live = false
    const timer = clock.after(LONGEST_LAG_MS, () => close(1013, 'too slow'))
    await catchUp().catch(fail)
    timer.cancel()
  }

  function fail(error: unknown): void {
    deps.onFailure(error)
    close(1011, 'replay failed')
  }

  async function replay(sequence: number): Promise<void> {
    last = sequence
    const isCut = await sendStored(await deps.newestOf(instanceId))
    if (!isOpen()) return
    socket.send(JSON.stringify({ event: 'replay.done', ...(isCut ? { truncated: true } : {}) }))
    await catchUp()
  }

  return {
    holder,
    hearsAll,
    tell(event) {
      newest = Math.max(newest, event.seq)
      if (live && event.seq > last) send(event)
    },
    want(asked) {
      types = asked
    },
    speak(said) {
      words = said
    },
    replay: (sequence) => replay(sequence).catch(fail),
    ping() {
      if (unanswered >= 2) {
        socket.terminate()
        return
      }
      unanswered += 1
      if (isOpen()) socket.ping()
    },
    close,
  }
}

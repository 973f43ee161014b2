import type { WebSocket } from 'ws'
import type { Clock } from '../kernel/clock.ts'
import { type InstanceWords, type KeptEvent, writeEnvelope } from './domain/envelope.ts'
import { isWanted } from './domain/wanted.ts'

/** What a slow reader may have waiting, in bytes, before it is cut. */
export const MOST_BUFFERED = 1_048_576

const MOST_REPLAYED = 10_000
const BATCH = 200
const GOODBYE_MS = 2_000
const LONGEST_STALL_MS = 30_000

export interface ListenerDeps {
  clock: Clock
  /** Stored events of an instance behind a sequence, the oldest first. */
  eventsAfter(instanceId: string, sequence: number, limit: number): Promise<KeptEvent[]>
}

/** Who listens on one WebSocket. */
export interface Listener {
  /** Sends an event if it is wanted and new; while the replay runs, only remembers that there is more. */
  tell(event: KeptEvent): void
  /** From now on these types are wanted. */
  want(types: readonly string[]): void
  /** Sends what is stored behind `sequence`, then `replay.done`, then goes live. */
  replay(sequence: number): Promise<void>
  /** Pings; cuts a listener that has left two pings unanswered. */
  ping(): void
  /** Says goodbye with a close code, and ends the connection soon, however slow the other side is. */
  close(code: number, reason: string): void
}

export function createListener(
  deps: ListenerDeps,
  socket: WebSocket,
  about: { instanceId: string; words: InstanceWords; types: readonly string[]; live: boolean },
): Listener {
  const { clock } = deps
  let types = about.types
  let live = about.live
  /** The newest sequence that was sent or passed over, and the newest that was told. */
  let last = 0
  let newest = 0
  let unanswered = 0

  socket.on('error', () => {})
  socket.on('pong', () => {
    unanswered = 0
  })

  function send(event: KeptEvent): void {
    last = event.seq
    if (!isWanted(types, event.type) || socket.readyState !== socket.OPEN) return
    // Judged before: one event may be larger than all that a slow reader may have waiting.
    if (socket.bufferedAmount > MOST_BUFFERED) close(1013, 'too slow')
    else socket.send(writeEnvelope(event, about.words))
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
        resolve()
      })
    })
  }

  async function replay(sequence: number): Promise<void> {
    last = sequence
    let replayed = 0
    while (socket.readyState === socket.OPEN && replayed < MOST_REPLAYED) {
      const asked = newest
      const batch = await deps.eventsAfter(about.instanceId, last, BATCH)
      // Nothing is left, and nothing was told while we looked: from here on every event is told to us.
      if (batch.length === 0 && newest === asked) break
      const chosen = batch.slice(0, MOST_REPLAYED - replayed)
      replayed += chosen.length
      await sendBatch(chosen)
    }
    if (socket.readyState !== socket.OPEN) return
    live = true
    const isCut = replayed >= MOST_REPLAYED
    socket.send(JSON.stringify({ event: 'replay.done', ...(isCut ? { truncated: true } : {}) }))
  }

  async function sendBatch(batch: readonly KeptEvent[]): Promise<void> {
    const wanted = batch.filter((event) => isWanted(types, event.type))
    const final = wanted.at(-1)
    for (const event of wanted) if (event !== final) socket.send(writeEnvelope(event, about.words))
    if (final) await drained(writeEnvelope(final, about.words))
    last = batch.at(-1)?.seq ?? last
  }

  return {
    tell(event) {
      newest = Math.max(newest, event.seq)
      if (live && event.seq > last) send(event)
    },
    want(asked) {
      types = asked
    },
    replay,
    ping() {
      if (unanswered >= 2) {
        socket.terminate()
        return
      }
      unanswered += 1
      if (socket.readyState === socket.OPEN) socket.ping()
    },
    close,
  }
}

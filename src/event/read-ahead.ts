import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '../kernel/clock.ts'
import {
  CHAT_AHEAD,
  type ChatQueue,
  type Due,
  type Ended,
  isHeldBack,
  isOrdered,
  type Waiting,
} from './domain/chat-queue.ts'
import type { Position } from './store-deliveries.ts'

/** How many deliveries are read at once on the way through what waits. */
export const PAGE = 500
const CHATS_AT_ONCE = 8
const START: Position = { at: 0, sequence: 0 }
/** How long a chat may stand still whose held delivery vanished in a way that nobody told us. */
const LOOK_AGAIN_MS = 60_000

/** What waits for one webhook. */
export interface Shelf {
  /** What became due behind a position, the oldest first. */
  findDue(page: { now: number; after: Position; limit: number }): Promise<(Due & Position)[]>
  /** The oldest of a chat that keep its order, whenever they are due. */
  findOfChat(orderKey: string, limit: number): Promise<(Waiting & Position)[]>
}

/** What goes through the deliveries of one webhook, the oldest first, and fills a queue with what is due. */
export interface ReadAhead {
  /** Something became due at a time, Unix milliseconds, that may have been passed by already. */
  rewind(from: number): void
  /** Whether there is something to read. */
  mayHaveMore(): boolean
  /** Reads on: chats that want to be read first, then what became due behind the last page. */
  readOn(): Promise<void>
  /** A delivery under way ended: what is being read may not know it yet. */
  done(row: Waiting, ended: Ended): void
  /** When to look again from the start; null: no need. */
  looksAgainAt(): number | null
  /** The time, Unix milliseconds, until which everything was read that was due. */
  readUntil(): number
}

export function createReadAhead(shelf: Shelf, clock: Clock, queue: ChatQueue): ReadAhead {
  const endedMeanwhile = new Set<string>()
  let position = START
  let isAtEnd = true
  /** The earliest that became due since the page under way was asked for: it may not be in it, nor behind it. */
  let rewoundTo = Number.POSITIVE_INFINITY
  let readUntil = clock.now()
  let startedAt = readUntil
  let hasHeldBack = false

  function rewind(from: number): void {
    isAtEnd = false
    rewoundTo = Math.min(rewoundTo, from)
    goBack(from)
    if (from > 0) return
    startedAt = clock.now()
    hasHeldBack = false
  }

  function goBack(to: number): void {
    if (to <= position.at) position = { at: to, sequence: 0 }
  }

  async function readPage(): Promise<void> {
    const now = clock.now()
    // The clock was set back: what became due since then lies before the position.
    if (now < position.at) position = START
    const after = position
    isAtEnd = true
    rewoundTo = Number.POSITIVE_INFINITY
    const rows = await shelf.findDue({ now, after, limit: PAGE }).catch((error: unknown) => {
      isAtEnd = false
      throw error
    })
    const last = rows.at(-1)
    if (last) position = { at: last.at, sequence: last.sequence }
    goBack(rewoundTo)
    for (const { orderKey } of rows) if (orderKey !== null && endedMeanwhile.has(orderKey)) queue.want(orderKey)
    queue.fill(rows.filter((row) => !endedMeanwhile.has(isOrdered(row) ? (row.orderKey ?? '') : row.id)))
    hasHeldBack ||= rows.some(isHeldBack)
    readUntil = now
    if (rows.length < PAGE) return
    isAtEnd = false
    // A page may hold nothing that can begin: others have their turn before the next.
    await nextTurn()
  }

  async function readChat(orderKey: string): Promise<void> {
    const now = clock.now()
    const rows = await shelf.findOfChat(orderKey, CHAT_AHEAD)
    const firstLater = rows.findIndex(({ at }) => at > now)
    const due = firstLater === -1 ? rows : rows.slice(0, firstLater)
    queue.fillChat(orderKey, due, rows.length === CHAT_AHEAD || firstLater !== -1)
    hasHeldBack ||= firstLater !== -1
  }

  return {
    rewind,
    mayHaveMore: () => !isAtEnd || queue.wanting().length > 0,
    async readOn() {
      endedMeanwhile.clear()
      const chats = queue.wanting().slice(0, CHATS_AT_ONCE)
      if (chats.length > 0) await Promise.all(chats.map(readChat))
      else await readPage()
    },
    done(row, ended) {
      endedMeanwhile.add(isOrdered(row) ? (row.orderKey ?? '') : row.id)
      if (queue.done(row, ended)) hasHeldBack = true
    },
    readUntil: () => readUntil,
    looksAgainAt: () => (hasHeldBack ? startedAt + LOOK_AGAIN_MS : null),
  }
}

/** Failed attempts during which a delivery holds back the later ones of its chat. */
export const HOLDS_BACK = 3

/** A delivery that waits, as far as its order is concerned. `orderKey` names its chat. */
export interface Waiting {
  id: string
  orderKey: string | null
  sequence: number
  attempts: number
}

/** A delivery that is due, met on the way through what waits for a webhook. */
export interface Due extends Waiting {
  /** Whether an earlier one of its chat has failed and is tried again first. */
  isHeldBack: boolean
}

/**
 * How a delivery under way ended: `held` when its chat waits for it, `failed` when only the store can say whether its
 * chat does, for it may have been replayed meanwhile.
 */
export type Ended = 'over' | 'held' | 'failed'

/** Of a chat so many deliveries are remembered; the others are read again when its turn comes. */
export const CHAT_AHEAD = 32

/** So many of a chat are likely to be next where few chats are ready. */
const DEEP = 4

/**
 * What one endpoint has read ahead of its deliveries. Of a chat one is under way at a time:
 *
 *   ready → under way → over, and its chat is ready again, or wants to be read, or is forgotten
 *                   ├→ held, and its chat is forgotten: it comes back with the delivery that holds it
 *                   └→ failed, and its chat wants to be read
 *
 * A delivery that is met again while it is under way does not begin, and its chat waits until it is over. A delivery that has failed three times keeps no order any more.
 */
export interface ChatQueue {
  /** Takes in deliveries in the order in which they became due. Those that are held back come with what holds them. */
  fill(rows: readonly Due[]): void
  /** Says that a chat has to be read before anything more of it begins. */
  want(orderKey: string): void
  /** Chats of which more waits than was remembered, and nothing is remembered any more. */
  wanting(): string[]
  /** Takes in the oldest of a chat that wants to be read, as far as they are due, and whether more wait behind them. */
  fillChat(orderKey: string, rows: readonly Waiting[], hasMore: boolean): void
  hasNext(): boolean
  /** The ids of deliveries that are likely to be next, the first of them first; of few chats some of each. */
  upcoming(most: number): string[]
  /** The next delivery, from now on under way; null when none is ready. */
  next(): Waiting | null
  /** A delivery ended. Returns whether others of its chat were remembered, or known of, that it now holds back. */
  done(row: Waiting, ended: Ended): boolean
  /** How many deliveries are remembered, those under way among them: what memory it takes. */
  size(): number
}

interface Chat {
  rows: Waiting[]
  /** The sequence of the last that was taken in. */
  last: number
  /** Whether some were left out, before or behind `last`. */
  hasMore: boolean
}

export function createChatQueue(): ChatQueue {
  const chats = new Map<string, Chat>()
  const ready = new Set<string>()
  const wanting = new Set<string>()
  /** The ids of what is under way, and the keys that wait for one that began under another key: it was replayed. */
  const underWay = new Map<string, string | null>()

  function take(row: Due): void {
    const key = keyOf(row)
    const chat = chats.get(key)
    if (isHeldBack(row)) {
      if (chat) chat.hasMore = true
    } else if (!chat && underWay.has(row.id)) {
      waitFor(row.id, key)
    } else if (!chat) {
      // The later ones of one that failed were passed by before.
      chats.set(key, { rows: [row], last: row.sequence, hasMore: isOrdered(row) && row.attempts > 0 })
      ready.add(key)
    } else if (!chat.hasMore && row.sequence > chat.last && chat.rows.length < CHAT_AHEAD) {
      chat.rows.push(row)
      chat.last = row.sequence
    } else if (row.sequence !== chat.last) chat.hasMore = isOrdered(row)
  }

  /** Of a chat nothing begins, and it is read, when that delivery is over. */
  function waitFor(id: string, key: string): void {
    if (!key.startsWith(CHAT)) {
      chats.delete(key)
      return
    }
    chats.set(key, { rows: [], last: 0, hasMore: true })
    underWay.set(id, key)
  }

  return {
    fill(rows) {
      for (const row of rows) take(row)
    },
    want(orderKey) {
      const key = `${CHAT}${orderKey}`
      const chat = chats.get(key)
      if (chat) {
        chat.hasMore = true
        return
      }
      chats.set(key, { rows: [], last: 0, hasMore: true })
      wanting.add(key)
    },
    wanting: () => [...wanting].map((key) => key.slice(CHAT.length)),
    fillChat(orderKey, rows, hasMore) {
      const key = `${CHAT}${orderKey}`
      wanting.delete(key)
      const metAgain = rows.findIndex(({ id }) => underWay.has(id))
      const free = metAgain === -1 ? rows : rows.slice(0, metAgain)
      const last = free.at(-1)
      if (last) {
        chats.set(key, { rows: [...free], last: last.sequence, hasMore: hasMore || metAgain !== -1 })
        ready.add(key)
      } else if (rows[0]) waitFor(rows[0].id, key)
      else chats.delete(key)
    },
    hasNext: () => ready.size > 0,
    upcoming(most) {
      const deep = ready.size < most ? Math.min(DEEP, most) : 1
      const ids: string[] = []
      for (const key of ready) {
        if (ids.length >= most) break
        for (const { id } of chats.get(key)?.rows.slice(0, deep) ?? []) ids.push(id)
      }
      return ids.slice(0, most)
    },
    next() {
      for (const key of ready) {
        const row = chats.get(key)?.rows.shift()
        ready.delete(key)
        if (!row) continue
        if (underWay.has(row.id)) {
          waitFor(row.id, key)
          continue
        }
        underWay.set(row.id, null)
        return row
      }
      return null
    },
    done(row, ended) {
      const key = keyOf(row)
      const chat = chats.get(key)
      const waits = underWay.get(row.id)
      underWay.delete(row.id)
      if (waits) wanting.add(waits)
      if (ended === 'failed' && chat && isOrdered(row)) Object.assign(chat, { rows: [], hasMore: true })
      const hasOthers = chat !== undefined && (chat.rows.length > 0 || chat.hasMore)
      if (ended === 'held' || !hasOthers) chats.delete(key)
      else (chat.rows.length > 0 ? ready : wanting).add(key)
      return ended === 'held' && hasOthers
    },
    size: () => [...chats].reduce((sum, [key, { rows }]) => sum + rows.length + (ready.has(key) ? 0 : 1), 0),
  }
}

const CHAT = 'chat '

/** Whether a delivery has its place in the order of its chat. */
export function isOrdered({ orderKey, attempts }: Waiting): boolean {
  return orderKey !== null && attempts < HOLDS_BACK
}

/** Whether a delivery waits until an earlier one of its chat was tried again. */
export function isHeldBack(row: Due): boolean {
  return row.isHeldBack && isOrdered(row)
}

/** Deliveries without an order stand alone. */
function keyOf(row: Waiting): string {
  return isOrdered(row) ? `${CHAT}${row.orderKey}` : `alone ${row.id}`
}

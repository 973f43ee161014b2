/** Failed attempts during which a delivery holds back the later ones of its chat. */
export const HOLDS_BACK = 3

/** A delivery that waits, as far as its order is concerned. `orderKey` names its chat. */
export interface Waiting {
  id: string
  orderKey: string | null
  sequence: number
  attempts: number
}

/** A delivery that is waiting for another attempt and holds its chat back meanwhile. */
export interface Holder {
  id: string
  orderKey: string
  sequence: number
}

/**
 * What one endpoint has read ahead of its deliveries, in their order:
 *
 *   ready → under way → done, and its chat's next is ready
 *                   └→ held: the chat waits until `release`
 *
 * Of a chat one delivery is under way at a time. One that has failed three times keeps no order any more.
 */
export interface ChatQueue {
  /** Takes in what was read, `holders` being those of the chats in `rows`. Chats that have rows keep those. */
  fill(rows: readonly Waiting[], holders: readonly Holder[]): void
  hasNext(): boolean
  /** The next delivery, from now on under way; null when none is ready. */
  next(): Waiting | null
  /** A delivery ended; `hold`: its chat waits for it. Returns whether its chat has nothing more read ahead. */
  done(row: Waiting, hold: boolean): boolean
  /** Held chats may be read again. */
  release(): void
  /** Forgets all but what is under way: what is stored has changed behind it. */
  forget(): void
  underWay(): string[]
  /** Chats that reading ahead leaves out. */
  occupied(): string[]
}

export function createChatQueue(): ChatQueue {
  const chats = new Map<string, Waiting[]>()
  const ready = new Set<string>()
  const busy = new Set<string>()
  const held = new Set<string>()
  const underWay = new Set<string>()

  function fill(rows: readonly Waiting[], holders: readonly Holder[]): void {
    const fresh = Map.groupBy(
      rows.filter((row) => !underWay.has(row.id)),
      keyOf,
    )
    for (const [key, chat] of fresh) {
      // What a chat has read ahead is older than anything read now.
      if (chats.has(key) || busy.has(key) || held.has(key)) continue
      const free = beforeHolders(chat, holders)
      if (free.length === 0) held.add(key)
      else {
        chats.set(key, free)
        ready.add(key)
      }
    }
  }

  return {
    fill,
    hasNext: () => ready.size > 0,
    next() {
      const [key] = ready
      const row = key === undefined ? undefined : chats.get(key)?.shift()
      if (key === undefined || !row) return null
      ready.delete(key)
      busy.add(key)
      underWay.add(row.id)
      return row
    },
    done(row, hold) {
      const key = keyOf(row)
      underWay.delete(row.id)
      busy.delete(key)
      if (hold) {
        chats.delete(key)
        held.add(key)
        return false
      }
      if ((chats.get(key)?.length ?? 0) > 0) {
        ready.add(key)
        return false
      }
      chats.delete(key)
      return true
    },
    release: () => held.clear(),
    forget() {
      held.clear()
      ready.clear()
      chats.clear()
    },
    underWay: () => [...underWay],
    occupied: () => [...busy, ...held].filter((key) => key.startsWith(CHAT)).map((key) => key.slice(CHAT.length)),
  }
}

const CHAT = 'chat '

/** Deliveries without an order stand alone. */
function keyOf({ id, orderKey, attempts }: Waiting): string {
  return orderKey === null || attempts >= HOLDS_BACK ? `alone ${id}` : `${CHAT}${orderKey}`
}

/** The deliveries of a chat that come before everything that holds it back, in their order. */
function beforeHolders(chat: readonly Waiting[], holders: readonly Holder[]): Waiting[] {
  const [first] = chat
  if (!first || !keyOf(first).startsWith(CHAT)) return [...chat]
  const ids = new Set(chat.map(({ id }) => id))
  const others = holders.filter(({ id, orderKey }) => orderKey === first.orderKey && !ids.has(id))
  const earliest = Math.min(...others.map(({ sequence }) => sequence))
  return chat.filter(({ sequence }) => sequence < earliest).sort((a, b) => a.sequence - b.sequence)
}

// @ts-check

/** @typedef {import('./control.js').Item} Item */
/** @typedef {import('./conversation.js').Kept} Kept */

const EVERY_MS = 1500
const PATIENCE_MS = 120_000

/**
 * The first of our own messages whose ticks may still change: not read yet, and young. A gateway that reads nothing must
 * not make us ask for ever.
 * @param {Iterable<Kept>} kept
 * @param {number} now milliseconds
 * @returns {number | null} its place in the list
 */
export function firstPending(kept, now) {
  let first = null
  for (const item of kept) {
    if (!item.fromMe || item.status === 'read' || now - item.seenAt > PATIENCE_MS) continue
    if (first === null || item.order < first) first = item.order
  }
  return first
}

/**
 * Looks again, every second and a half, at messages that were already read from the list: the sandbox lists a message
 * once, and moves its status on in its place.
 * @param {object} given
 * @param {() => Iterable<Kept>} given.kept
 * @param {(after: number) => Promise<Item[]>} given.read
 * @param {(items: Item[]) => void} given.onItems
 * @param {AbortSignal} given.signal
 */
export function followTicks({ kept, read, onItems, signal }) {
  const look = async () => {
    if (signal.aborted) return
    const first = document.visibilityState === 'visible' ? firstPending(kept(), Date.now()) : null
    if (first !== null) {
      // A look that fails is made again anyway; the long poll says when the sandbox is away.
      const items = await read(first - 1).catch(() => [])
      if (!signal.aborted && items.length > 0) onItems(items)
    }
    setTimeout(look, EVERY_MS)
  }
  setTimeout(look, EVERY_MS)
}

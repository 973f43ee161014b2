import type { LineListener, LineNews } from '../port.ts'

/** News, or what makes them when their turn comes: after a commit, a look-up. Null is nothing to tell. */
export type News = LineNews | (() => Promise<LineNews | null>)

/** Tells a listener the news of a line, one after another. */
export interface NewsDesk {
  /** `onHeard` is called when the listener has handled them, `onUnheard` when it failed to. */
  tell(news: News, onHeard?: () => void, onUnheard?: () => void): void
  /** Resolves when all that was told so far has been heard. */
  drained(): Promise<void>
}

/**
 * So many news may be under way with a listener that lets the next ones come before it has handled the last: what is read
 * and written of them in one turn of the event loop must not hold it up, hostile answers of a quarter of a megabyte each.
 */
const MOST_UNDER_WAY = 16

/** What a listener throws, and news that cannot be made, are given to `onLost`; the next news follow all the same. */
export function createNewsDesk(listener: LineListener, onLost: (error: unknown) => void): NewsDesk {
  let last: Promise<void> = Promise.resolve()
  const underWay = new Set<Promise<void>>()

  async function pass(news: News, onHeard: () => void, onUnheard: () => void): Promise<void> {
    try {
      const told = typeof news === 'function' ? await news() : news
      if (told === null) return
      if (underWay.size >= MOST_UNDER_WAY) await Promise.race(underWay)
      await handOver(told, onHeard, onUnheard)
    } catch (error) {
      onUnheard()
      onLost(error)
    }
  }

  /** Resolves when the next may come. */
  function handOver(told: LineNews, onHeard: () => void, onUnheard: () => void): Promise<void> {
    return new Promise((next) => {
      const hearing = listener
        .hear(told, next)
        .then(onHeard)
        .catch((error: unknown) => {
          onUnheard()
          onLost(error)
        })
        .finally(() => {
          underWay.delete(hearing)
          next()
        })
      underWay.add(hearing)
    })
  }

  return {
    tell(news, onHeard = () => undefined, onUnheard = () => undefined) {
      last = last.then(() => pass(news, onHeard, onUnheard))
    },
    async drained() {
      await last
      await Promise.all(underWay)
    },
  }
}

import type { LineListener, LineNews } from '../port.ts'

/** Tells a listener the news of a line, strictly one after another. */
export interface NewsDesk {
  /** News that must wait for something (a commit, a look-up) keep their place in line; null is nothing to tell. */
  tell(news: LineNews | (() => Promise<LineNews | null>)): void
  /** Resolves when all that was told so far has been heard. */
  drained(): Promise<void>
}

/** What a listener throws, and news that cannot be made, are given to `onLost`; the next news follow all the same. */
export function createNewsDesk(listener: LineListener, onLost: (error: unknown) => void): NewsDesk {
  let last: Promise<void> = Promise.resolve()

  async function pass(news: LineNews | (() => Promise<LineNews | null>)): Promise<void> {
    try {
      const told = typeof news === 'function' ? await news() : news
      if (told !== null) await listener.hear(told)
    } catch (error) {
      onLost(error)
    }
  }

  return {
    tell(news) {
      last = last.then(() => pass(news))
    },
    drained: () => last,
  }
}

import type { LineListener, LineNews } from '../port.ts'

/** News, or what makes them when their turn comes: after a commit, a look-up. Null is nothing to tell. */
export type News = LineNews | (() => Promise<LineNews | null>)

/** Tells a listener the news of a line, strictly one after another. */
export interface NewsDesk {
  /** `onHeard` is called when the listener has handled them, `onUnheard` when it failed to. */
  tell(news: News, onHeard?: () => void, onUnheard?: () => void): void
  /** Resolves when all that was told so far has been heard. */
  drained(): Promise<void>
}

/** What a listener throws, and news that cannot be made, are given to `onLost`; the next news follow all the same. */
export function createNewsDesk(listener: LineListener, onLost: (error: unknown) => void): NewsDesk {
  let last: Promise<void> = Promise.resolve()

  async function pass(news: News, onHeard: () => void, onUnheard: () => void): Promise<void> {
    try {
      const told = typeof news === 'function' ? await news() : news
      if (told === null) return
      await listener.hear(told)
      onHeard()
    } catch (error) {
      onUnheard()
      onLost(error)
    }
  }

  return {
    tell(news, onHeard = () => undefined, onUnheard = () => undefined) {
      last = last.then(() => pass(news, onHeard, onUnheard))
    },
    drained: () => last,
  }
}

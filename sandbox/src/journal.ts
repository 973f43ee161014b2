/** Something that happened, with its place in the order: from 1 on, without gaps. */
export type Entry<T> = T & { seq: number }

/** An ordered record that can be read from a place on, and waited at. */
export interface Journal<T> {
  add(item: T): Entry<T>
  /** Everything behind `after` (0 is everything kept). */
  since(after: number): Entry<T>[]
  /** The same, waiting up to `waitMs` for a first one. */
  wait(after: number, waitMs: number): Promise<Entry<T>[]>
  /** The place of the newest entry, 0 when there is none. */
  seq(): number
  /** Calls `listen` with each new entry. */
  subscribe(listen: (entry: Entry<T>) => void): void
  /** Forgets everything and begins again at 1. */
  clear(): void
  /** Lets every waiting reader go. */
  release(): void
}

/** Keeps the newest `limit` entries; `initial` is what an earlier run saved. */
export function createJournal<T>(limit = 10_000, initial: Entry<T>[] = []): Journal<T> {
  const entries = [...initial]
  const waiting = new Set<() => void>()
  const listeners: ((entry: Entry<T>) => void)[] = []
  let last = entries.at(-1)?.seq ?? 0

  const release = (): void => {
    for (const wake of waiting) wake()
  }
  const since = (after: number): Entry<T>[] => entries.slice(Math.max(0, entries.length - Math.max(0, last - after)))

  return {
    add(item) {
      last += 1
      const entry = { ...item, seq: last }
      entries.push(entry)
      if (entries.length > limit) entries.splice(0, entries.length - limit)
      release()
      for (const listen of listeners) listen(entry)
      return entry
    },
    since,
    async wait(after, waitMs) {
      if (waitMs > 0 && last <= after) {
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            clearTimeout(timer)
            waiting.delete(wake)
            resolve()
          }
          const timer = setTimeout(wake, waitMs).unref()
          waiting.add(wake)
        })
      }
      return since(after)
    },
    seq: () => last,
    subscribe: (listen) => {
      listeners.push(listen)
    },
    clear() {
      entries.length = 0
      last = 0
      release()
    },
    release,
  }
}

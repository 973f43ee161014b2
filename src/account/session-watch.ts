import type { Timer } from '../kernel/clock.ts'

/** Who is told when a session ends. */
export interface SessionWatch {
  /** Runs `onEnd` once, when the session ends. */
  add(key: string, onEnd: () => void): Timer
  ended(key: string): void
}

export function createSessionWatch(): SessionWatch {
  const watchers = new Map<string, Set<() => void>>()

  return {
    add(key, onEnd) {
      const own = watchers.get(key) ?? new Set()
      // Two watchers may hand in the same function.
      const watcher = () => onEnd()
      watchers.set(key, own.add(watcher))
      return {
        cancel() {
          own.delete(watcher)
          if (own.size === 0 && watchers.get(key) === own) watchers.delete(key)
        },
      }
    },
    ended(key) {
      const own = watchers.get(key) ?? []
      watchers.delete(key)
      for (const watcher of own) watcher()
    },
  }
}

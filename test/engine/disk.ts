import type { Store } from '../../src/platform/db/store.ts'

/** A disk that can be full, gone or slow, or whose process ends at the worst moment. */
export interface Disk {
  isFull: boolean
  isUnreadable: boolean
  /** After so many more writes the process is dead: the last one is durable, and nobody ever hears of it. */
  dyingIn: number | null
  isDead(): boolean
  /** Lets writes wait until they are let go; they have not begun. */
  hold(): void
  waiting(): number
  letGo(): void
}

export function onDisk(store: Store): { disk: Disk; store: Store } {
  let gate: PromiseWithResolvers<void> | null = null
  let waiting = 0
  let isLastDurable = false
  const disk: Disk = {
    isFull: false,
    isUnreadable: false,
    dyingIn: null,
    isDead: () => disk.dyingIn === 0 && isLastDurable,
    hold() {
      gate = Promise.withResolvers()
    },
    waiting: () => waiting,
    letGo() {
      gate?.resolve()
      gate = null
    },
  }
  return {
    disk,
    store: {
      ...store,
      get read() {
        if (disk.isUnreadable) throw new Error('disk gone')
        return store.read
      },
      async write(unit, options) {
        if (gate !== null) {
          waiting += 1
          await gate.promise
          waiting -= 1
        }
        if (disk.isFull) throw new Error('disk full')
        if (disk.dyingIn === null) return store.write(unit, options)
        if (disk.dyingIn > 0) {
          disk.dyingIn -= 1
          const isLast = disk.dyingIn === 0
          if (isLast) isLastDurable = false
          const written = await store.write(unit, options)
          if (isLast) isLastDurable = true
          // Whoever lets the next process write must not wake this one.
          else if (disk.dyingIn !== 0) return written
        }
        return new Promise<never>(() => {})
      },
    },
  }
}

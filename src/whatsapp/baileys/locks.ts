/** Runs pieces of work one after another for each name. */
export interface Locks {
  /** Holds all the names while `work` runs. They are taken in one order whoever asks, so that no two wait for each other. */
  hold<Result>(names: readonly string[], work: () => Promise<Result>): Promise<Result>
}

export function createLocks(): Locks {
  const tails = new Map<string, Promise<void>>()

  async function acquire(name: string): Promise<() => void> {
    const before = tails.get(name)
    const { promise, resolve } = Promise.withResolvers<void>()
    tails.set(name, promise)
    await before
    return () => {
      if (tails.get(name) === promise) tails.delete(name)
      resolve()
    }
  }

  return {
    async hold(names, work) {
      const releases: (() => void)[] = []
      try {
        for (const name of [...new Set(names)].sort()) releases.push(await acquire(name))
        return await work()
      } finally {
        for (const release of releases.reverse()) release()
      }
    },
  }
}

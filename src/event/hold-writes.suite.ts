import type { Store } from '../platform/db/store.ts'

/** A store in which a write is held until a test lets it go: the next, or another of those that follow. */
export function holdWrites(store: Store) {
  const held: (() => void)[] = []
  let left = 0
  const write: Store['write'] = async (unit) => {
    left -= 1
    if (left === 0) await new Promise<void>((resolve) => held.push(resolve))
    return store.write(unit)
  }
  const hold = (which = 1) => {
    left = which
  }
  return { store: { ...store, write }, held, hold }
}

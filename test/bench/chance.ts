import type { Random } from '../../src/kernel/id.ts'

/** Chance that can be repeated: the same seed invents the same store. */
export interface Chance extends Random {
  /** A whole number from 0 on, below `end`. */
  below(end: number): number
  happens(probability: number): boolean
  /** One of `values`; the first ones come up most often. */
  pick<Value>(values: readonly [Value, ...Value[]]): Value
}

/** Mulberry32. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    bytes(size) {
      const bytes = new Uint8Array(size)
      for (let place = 0; place < size; place += 1) bytes[place] = next() * 256
      return bytes
    },
    below: (end) => Math.floor(next() * end),
    happens: (probability) => next() < probability,
    pick: (values) => values[Math.floor(next() ** 1.6 * values.length)] ?? values[0],
  }
}

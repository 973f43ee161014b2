import { randomFillSync } from 'node:crypto'
import type { Random } from '../kernel/id.ts'

/** A send asks some ten times for some ten bytes, and each question to the system costs as much as a thousand. */
const DRAWN_AT_ONCE = 4_096

/** The machine's own chance. Bytes that were handed out are handed out once, and erased where they were drawn. */
export function createSystemRandom(): Random {
  const drawn = new Uint8Array(DRAWN_AT_ONCE)
  let used = DRAWN_AT_ONCE
  return {
    bytes(size) {
      if (size > DRAWN_AT_ONCE) return randomFillSync(new Uint8Array(size))
      if (used + size > DRAWN_AT_ONCE) {
        randomFillSync(drawn)
        used = 0
      }
      const bytes = drawn.slice(used, used + size)
      drawn.fill(0, used, used + size)
      used += size
      return bytes
    },
  }
}

import { FormwireError } from '../kernel/errors.ts'
import type { Store, Transaction } from '../platform/db/store.ts'
import type { Waits } from './waits.ts'

/** A disk may be full for a while. */
const AGAIN_MS = 1_000

/**
 * Writes what nobody would tell a second time: while the store fails, it is tried again, once a second. Undefined when
 * the waits were over first.
 * @throws whatever else `work` throws
 */
export async function writeSurely<Result>(
  { store, waits }: { store: Store; waits: Waits },
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result | undefined> {
  for (;;) {
    try {
      return await store.write(work)
    } catch (error) {
      if (!(error instanceof FormwireError) || error.code !== 'store_failed') throw error
      await waits.pause(AGAIN_MS)
      if (waits.isOver()) return undefined
    }
  }
}

import type { Clock } from '../kernel/clock.ts'
import type { Store } from '../platform/db/store.ts'
import { type ChangeStateDeps, changeState } from './change-state.ts'
import { findInterrupted } from './store.ts'

const BATCH = 200

/**
 * After a crash: what was being handed to WhatsApp becomes `unknown`. It may have gone out, so it is never sent again
 * by itself; a later receipt or answer moves it on. Returns how many there were.
 */
export async function recoverSends(deps: ChangeStateDeps & { store: Store; clock: Clock }): Promise<number> {
  let total = 0
  for (;;) {
    const count = await deps.store.write(async (transaction) => {
      const interrupted = await findInterrupted(transaction.sql, BATCH)
      for (const message of interrupted) {
        await changeState(deps, transaction, message, { state: 'unknown', at: deps.clock.now(), failure: null })
      }
      return interrupted.length
    })
    total += count
    if (count < BATCH) return total
  }
}

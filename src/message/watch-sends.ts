import { type Clock, repeat } from '../kernel/clock.ts'
import type { Store } from '../platform/db/store.ts'
import { faultOf, type Log } from '../platform/log.ts'
import { type ChangeStateDeps, changeState } from './change-state.ts'
import { NO_VERDICT } from './domain/failure.ts'
import { findOverdue } from './store.ts'
import { dropOldClaims } from './store-once.ts'

export interface FailOverdueDeps extends ChangeStateDeps {
  store: Store
  clock: Clock
}

/** WhatsApp's verdict comes within a second or two; a line that was lost meanwhile brings it when it is back. */
const VERDICT_MS = 60_000
const BATCH = 200

/**
 * Sends of which WhatsApp has said nothing for a minute become `failed`. A verdict, receipt or answer that comes later
 * still moves them on.
 */
export async function failOverdue(deps: FailOverdueDeps): Promise<void> {
  const at = deps.clock.now()
  // Nothing is written, every few seconds, where there is nothing to write.
  if ((await findOverdue(deps.store.read, at - VERDICT_MS, 1)).length === 0) return
  for (let count = BATCH; count === BATCH; ) {
    count = await deps.store.write(async (transaction) => {
      const overdue = await findOverdue(transaction.sql, at - VERDICT_MS, BATCH)
      for (const message of overdue) {
        await changeState(deps, transaction, message, { state: 'failed', at, failure: NO_VERDICT })
      }
      return overdue.length
    })
  }
}

const LOOK_EVERY_MS = 5_000
const FORGET_EVERY_MS = 60 * 60 * 1000
const DAY_MS = 24 * 60 * 60 * 1000

/** Looks after sends that nobody waits for any more, and forgets the keys of those that are over. Returns what ends it. */
export function watchSends(deps: FailOverdueDeps & { log: Log }): () => void {
  const { store, clock, log } = deps
  const trying = (work: () => Promise<unknown>) => async () => {
    await work().catch((error: unknown) => log.warn({ fault: faultOf(error) }, 'sends could not be looked after'))
  }
  const forgetKeys = trying(() => store.write(({ sql }) => dropOldClaims(sql, clock.now() - DAY_MS)))
  void forgetKeys()
  const timers = [
    repeat(
      clock,
      LOOK_EVERY_MS,
      trying(() => failOverdue(deps)),
    ),
    repeat(clock, FORGET_EVERY_MS, forgetKeys),
  ]
  return () => {
    for (const timer of timers) timer.cancel()
  }
}

import type { Clock } from '../kernel/clock.ts'
import type { Store, Transaction } from '../platform/db/store.ts'
import type { DeliveryCounts } from './counts.ts'
import { cancelPending } from './store-deliveries.ts'

/** How much is cancelled in one transaction: others have their turn between two. */
const BATCH = 500

/**
 * Cancels a part of what waits for a webhook, if that is switched off. True: there may be more, for another transaction.
 */
export async function cancelSome(
  { counts }: { counts?: DeliveryCounts | undefined },
  transaction: Transaction,
  webhookId: string,
  now: number,
): Promise<boolean> {
  const count = await cancelPending(transaction.sql, webhookId, { now, limit: BATCH })
  if (count > 0) transaction.afterCommit(() => counts?.cancelled(count))
  return count === BATCH
}

/**
 * Cancels all that waits for a webhook as long as that is switched off. What is left when the process dies meanwhile is
 * cancelled after the next start, when it is attempted, or before the webhook is switched on again.
 */
export async function cancelWaiting(
  deps: { store: Pick<Store, 'write'>; clock: Clock; counts?: DeliveryCounts | undefined },
  webhookId: string,
): Promise<void> {
  const { store, clock } = deps
  while (await store.write((transaction) => cancelSome(deps, transaction, webhookId, clock.now()))) {}
}

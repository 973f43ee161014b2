import { findAllIds, findInstance } from '../instance/index.ts'
import { firstIdAt } from '../kernel/id.ts'
import { DAY_MS, type Sweep, sweepAll } from '../platform/db/sweep.ts'
import { blankMessage, type EraseMessageDeps, oneRoom } from './erase-message.ts'
import { findExpired } from './store-erase.ts'

const BATCH = 50

/** What tells of messages; events of forms are kept as long as their answers. */
const OF_MESSAGES = ['message.exchange', 'message.status'] as const

/**
 * Erases what messages say when they are older than their instance, or else the server, keeps them; 0 days: never. The
 * rows stay, so that a second copy of a message is still known.
 */
export async function eraseExpiredMessages(
  deps: EraseMessageDeps,
  { store, clock, isOver }: Sweep,
  serverDays: number,
): Promise<number> {
  let count = 0
  for (const instanceId of await findAllIds(store.read)) {
    const days = (await findInstance(store.read, instanceId))?.settings.retentionDays ?? serverDays
    if (days === 0) continue
    const before = firstIdAt('msg', clock.now() - days * DAY_MS)
    count += await sweepAll(isOver, () =>
      store.write(async (transaction) => {
        const expired = await findExpired(transaction.sql, instanceId, before, BATCH)
        const room = oneRoom()
        for (const [count, message] of expired.entries()) {
          if (!(await blankMessage(deps, transaction, message, room, OF_MESSAGES))) return { count, isLast: false }
        }
        return { count: expired.length, isLast: expired.length < BATCH }
      }),
    )
  }
  return count
}

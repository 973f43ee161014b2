import { findAllIds, findInstance } from '../instance/index.ts'
import { firstIdAt } from '../kernel/id.ts'
import { oneRoom } from '../message/index.ts'
import { DAY_MS, type Sweep, sweepAll } from '../platform/db/sweep.ts'
import { blankEverywhere, type EraseAnswerDeps } from './erase-answer.ts'
import { findExpired } from './store-erase.ts'

/** An answer may hold half a megabyte. */
const BATCH = 5

/** Erases answers that came longer ago than their instance, or else the server, keeps them; 0 days: never. */
export async function eraseExpiredAnswers(
  deps: EraseAnswerDeps,
  { store, clock, isOver }: Sweep,
  serverDays: number,
): Promise<number> {
  let count = 0
  for (const instanceId of await findAllIds(store.read)) {
    const days = (await findInstance(store.read, instanceId))?.settings.retentionDays ?? serverDays
    if (days === 0) continue
    const before = firstIdAt('ans', clock.now() - days * DAY_MS)
    count += await sweepAll(isOver, async () => {
      const { messageIds, isLast } = await store.write(async (transaction) => {
        const expired = await findExpired(transaction.sql, instanceId, before, BATCH)
        const messageIds: string[] = []
        const room = oneRoom()
        for (const answer of expired) {
          if (!(await blankEverywhere(deps, transaction, answer, room))) return { messageIds, isLast: false }
          messageIds.push(answer.message_id)
        }
        return { messageIds, isLast: expired.length < BATCH }
      })
      if (messageIds.length > 0) await deps.forgetMessages(instanceId, { messageIds })
      return { count: messageIds.length, isLast }
    })
  }
  return count
}

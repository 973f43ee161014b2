import { findAllIds } from '../instance/index.ts'
import { firstIdAt } from '../kernel/id.ts'
import { DAY_MS, type Sweep, sweepAll } from '../platform/db/sweep.ts'
import { pruneDeliveries, pruneEvents } from './store-erase.ts'

const BATCH = 100
const EVENTS_AT_ONCE = 200

/** Deletes deliveries that are over, and events, when they are older than the server keeps them. 0 days: never. */
export async function pruneOld({ store, clock, isOver }: Sweep, days: number): Promise<number> {
  if (days === 0) return 0
  const at = clock.now() - days * DAY_MS
  let count = 0
  for (const instanceId of await findAllIds(store.read)) {
    const firstKept = { id: firstIdAt('dlv', at), at }
    let after = ''
    count += await sweepAll(isOver, async () => {
      const step = await store.write(({ sql }) => pruneDeliveries(sql, instanceId, firstKept, after, BATCH))
      after = step.last ?? after
      return { count: step.count, isLast: step.last === null }
    })
  }
  let after = 0
  return (
    count +
    (await sweepAll(isOver, async () => {
      const step = await store.write(({ sql }) => pruneEvents(sql, at, after, EVENTS_AT_ONCE))
      after = step.last ?? after
      return { count: step.count, isLast: step.last === null }
    }))
  )
}

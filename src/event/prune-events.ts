import { findAllIds } from '../instance/index.ts'
import { firstIdAt } from '../kernel/id.ts'
import { DAY_MS, type Sweep, sweepAll } from '../platform/db/sweep.ts'
import { pruneDeliveries, pruneEvents } from './store-erase.ts'

const BATCH = 100

/** Deletes deliveries that are over, and events, when they are older than the server keeps them. 0 days: never. */
export async function pruneOld({ store, clock, isOver }: Sweep, days: number): Promise<number> {
  if (days === 0) return 0
  const at = clock.now() - days * DAY_MS
  let count = 0
  for (const instanceId of await findAllIds(store.read)) {
    const firstKept = { id: firstIdAt('dlv', at), at }
    count += await sweepAll(isOver, BATCH, () =>
      store.write(({ sql }) => pruneDeliveries(sql, instanceId, firstKept, BATCH)),
    )
  }
  return count + (await sweepAll(isOver, BATCH, () => store.write(({ sql }) => pruneEvents(sql, at, BATCH))))
}

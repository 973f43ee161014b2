import { findAllIds } from '../instance/index.ts'
import { firstIdAt } from '../kernel/id.ts'
import { DAY_MS, type Sweep, sweepAll } from '../platform/db/sweep.ts'
import { pruneDeliveries, pruneEvents } from './store-erase.ts'
import { findPaused, forgetSecrets, giveUpPaused } from './store-webhooks.ts'

const BATCH = 100
const EVENTS_AT_ONCE = 200

/**
 * Erases secrets that sign no more. Gives up deliveries that wait for a paused webhook, and deletes deliveries that are
 * over, and events, when they are older than the server keeps them. 0 days: never. How many were erased.
 */
export async function pruneOld(sweep: Sweep, days: number): Promise<number> {
  const { store, clock } = sweep
  const secrets = await store.write(({ sql }) => forgetSecrets(sql, clock.now()))
  if (days === 0) return secrets
  const at = clock.now() - days * DAY_MS
  await giveUpWaiting(sweep, at)
  return secrets + (await pruneKept(sweep, at))
}

async function giveUpWaiting({ store, clock, isOver }: Sweep, before: number): Promise<void> {
  for (const webhookId of await findPaused(store.read)) {
    await sweepAll(isOver, async () => {
      const bounds = { before, now: clock.now(), limit: BATCH }
      const count = await store.write(({ sql }) => giveUpPaused(sql, webhookId, bounds))
      return { count, isLast: count < BATCH }
    })
  }
}

async function pruneKept({ store, isOver }: Sweep, at: number): Promise<number> {
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

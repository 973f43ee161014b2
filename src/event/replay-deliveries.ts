import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '../kernel/clock.ts'
import { problem, problemWith } from '../kernel/errors.ts'
import { firstIdAt } from '../kernel/id.ts'
import type { Store } from '../platform/db/store.ts'
import type { Deliverer } from './deliverer.ts'
import type { ReplayInput } from './schema-replay.ts'
import { findWebhook } from './store.ts'
import type { Delivery } from './store-deliveries.ts'
import { findNamed, findStretch, queueAgain } from './store-replay.ts'

export interface ReplayDeps {
  store: Pick<Store, 'read' | 'write'>
  clock: Clock
  deliverer: Pick<Deliverer, 'wake' | 'recall'>
  /** Aborted when nothing more may begin. */
  stopping: AbortSignal
}

/** Other writers have their turn between two transactions. */
const BATCH = 200

const ALL: readonly Delivery['state'][] = ['pending', 'delivered', 'dead', 'cancelled']

/**
 * Queues deliveries again, the oldest event first, and says how many. They keep their ids and their log, and go out under
 * the id of their event. What was queued before a stop is queued; asking again does the rest.
 * @throws delivery_not_found, webhook_not_found, webhook_switched_off, request_invalid, shutting_down
 */
export async function replayDeliveries(deps: ReplayDeps, instanceId: string, input: ReplayInput): Promise<number> {
  return input.ids === undefined
    ? replayStretch(deps, instanceId, { ...input, label: input.label ?? '' })
    : replayNamed(deps, instanceId, input.ids)
}

async function replayNamed(deps: ReplayDeps, instanceId: string, named: readonly string[]): Promise<number> {
  const wanted = [...new Set(named)].sort()
  const found = await findNamed(deps.store.read, instanceId, wanted)
  if (found.length < wanted.length) throw problem('delivery_not_found')
  if (found.some(({ enabled }) => enabled !== 1)) throw problem('webhook_switched_off')
  const webhookIds = [...new Set(found.map(({ webhookId }) => webhookId))]
  let from = 0
  return inBatches(deps, webhookIds, ALL, async () => {
    const ids = wanted.slice(from, from + BATCH)
    from += BATCH
    return { ids, isLast: from >= wanted.length }
  })
}

async function replayStretch(
  deps: ReplayDeps,
  instanceId: string,
  { label, state, from, to }: ReplayInput & { label: string },
): Promise<number> {
  const { store, clock } = deps
  const webhook = await findWebhook(store.read, instanceId, label)
  if (!webhook) throw problem('webhook_not_found')
  if (webhook.enabled !== 1) throw problem('webhook_switched_off')
  const beginning = from === undefined ? 0 : Date.parse(from)
  const end = to === undefined ? clock.now() + 1 : Date.parse(to)
  if (end <= beginning) throw wrongPeriod()
  const states: readonly Delivery['state'][] = state === undefined ? ['dead', 'cancelled'] : [state]
  const stretch = { webhookId: webhook.id, states, before: firstIdAt('dlv', end), limit: BATCH }
  let after = firstIdAt('dlv', beginning)
  return inBatches(deps, [webhook.id], states, async () => {
    const { ids, last } = await findStretch(store.read, { ...stretch, after })
    after = last ?? after
    return { ids, isLast: last === null }
  })
}

/** The endpoints are called again at once, though they rest, and look at everything: what is replayed lies anywhere. */
async function inBatches(
  { store, clock, deliverer, stopping }: ReplayDeps,
  webhookIds: readonly string[],
  states: readonly Delivery['state'][],
  next: () => Promise<{ ids: string[]; isLast: boolean }>,
): Promise<number> {
  const now = clock.now()
  let replayed = 0
  deliverer.recall(webhookIds)
  try {
    for (let isLast = false; !isLast; ) {
      if (stopping.aborted) throw problem('shutting_down')
      const batch = await next()
      isLast = batch.isLast
      if (batch.ids.length > 0) {
        replayed += await store.write(({ sql }) => queueAgain(sql, batch.ids, states, now))
        deliverer.wake(webhookIds)
      }
      await nextTurn()
    }
  } finally {
    deliverer.recall(webhookIds)
  }
  return replayed
}

function wrongPeriod() {
  const message = 'must be later than from'
  return problemWith({ details: [{ path: 'to', message }] }, 'request_invalid', `to ${message}`)
}

import { pause } from '../kernel/clock.ts'
import { faultOf } from '../platform/log.ts'
import { LONGEST_DELAY_MS } from './domain/verdict.ts'
import { createEndpoint, type Endpoint, type EndpointDeps } from './endpoint.ts'
import type { Seen } from './pause-webhook.ts'
import type { RecordAttemptDeps } from './record-attempt.ts'
import { createRecorder } from './record-taken.ts'
import { rememberKeys } from './sign.ts'
import { createSlots } from './slots.ts'
import { bringForward, findBusyWebhooks } from './store-deliveries.ts'
import { findKept, findPaused } from './store-webhooks.ts'
import { rememberOpened } from './webhook-secrets.ts'

export type DelivererDeps = Omit<EndpointDeps, 'slots' | 'stopping' | 'cut' | 'calls' | 'paused' | 'record' | 'keyOf'> &
  Omit<RecordAttemptDeps, 'seen' | 'paused'>

export interface Deliverer {
  /** Goes on with what was waiting when the process ended. */
  start(): Promise<void>
  /**
   * Says that these webhooks have something to deliver that became due at `from`, Unix milliseconds; without it, at any
   * time. Nothing happens before `start`: it finds them anyway.
   */
  wake(webhookIds: readonly string[], from?: number): void
  /** A person made something due: as `wake`, at any time, and a webhook that rests for its failures is called at once. */
  recall(webhookIds: readonly string[]): void
  /** A webhook was configured, maybe with another address or credential. */
  webhookChanged(webhookId: string, isElsewhere: boolean): void
  /** A webhook was paused by hand: no more calls begin, and those under way end as they would. */
  webhookPaused(webhookId: string): void
  /** If a webhook is paused, it goes on at once. */
  webhookResumed(webhookId: string): void
  /** A webhook was switched off: nothing more goes out, and calls under way are broken off. */
  webhookEnded(webhookId: string): void
  instanceEnded(instanceId: string): void
  /** Begins no more calls, and gives those under way 3 seconds; a call cut off is made again at the next start. */
  stop(): Promise<void>
}

const LAST_CALLS_MS = 3_000
const FORGET_ABOVE = 1_000

/** Makes what works off the delivery table. There is no polling: commits and due times wake it. */
export function createDeliverer(deps: DelivererDeps): Deliverer {
  const { clock, steady, underWay } = deps
  const madeAt = steady.now()
  const stopping = new AbortController()
  const cut = new AbortController()
  const calls = new Set<Promise<void>>()
  const endpoints = new Map<string, Endpoint>()
  const sealer = rememberOpened(deps.sealer)
  const paused = new Set<string>()
  const seen: Seen = new Map()
  const shared = {
    ...deps,
    sealer,
    slots: createSlots(clock),
    stopping: stopping.signal,
    cut: cut.signal,
    calls,
    paused,
    keyOf: rememberKeys(),
    // By the clock that delays are counted on.
    record: createRecorder({ ...deps, clock: steady, seen, paused }),
  }
  let running = false

  /** Of one that is not known yet, everything is looked at. */
  function reach(webhookId: string, how: (endpoint: Endpoint) => void): void {
    const known = endpoints.get(webhookId)
    if (known) {
      how(known)
      return
    }
    if (endpoints.size >= FORGET_ABOVE) forgetIdle()
    const made = createEndpoint(shared, webhookId)
    endpoints.set(webhookId, made)
    made.wake(0)
  }

  function forgetIdle(): void {
    for (const [webhookId, endpoint] of endpoints)
      if (endpoint.isIdle()) endpoint.end(() => endpoints.delete(webhookId))
  }

  /** What is known of a webhook that ended; its last calls may still write of it. */
  function forget(webhookId: string): void {
    const drop = () => {
      endpoints.delete(webhookId)
      seen.delete(webhookId)
    }
    paused.delete(webhookId)
    const endpoint = endpoints.get(webhookId)
    if (endpoint) endpoint.end(drop)
    else drop()
  }

  async function forgetDeleted(): Promise<void> {
    const known = [...new Set([...endpoints.keys(), ...seen.keys(), ...paused])]
    for (let from = 0; from < known.length; from += FORGET_ABOVE) {
      const some = known.slice(from, from + FORGET_ABOVE)
      const kept = new Set(await findKept(deps.store.read, some))
      for (const webhookId of some) if (!kept.has(webhookId)) forget(webhookId)
    }
  }

  return {
    async start() {
      // In the order of the writes: a webhook that is configured at this moment is not paused any more.
      await deps.store.write(async (transaction) => {
        await bringForward(transaction.sql, madeAt, LONGEST_DELAY_MS)
        const ids = await findPaused(transaction.sql)
        transaction.afterCommit(() => {
          for (const id of ids) paused.add(id)
          running = true
        })
      })
      for (const webhookId of await findBusyWebhooks(deps.store.read)) reach(webhookId, (endpoint) => endpoint.wake(0))
    },
    wake(webhookIds, from = 0) {
      if (running) for (const webhookId of webhookIds) reach(webhookId, (endpoint) => endpoint.wake(from))
    },
    recall(webhookIds) {
      if (running) for (const webhookId of webhookIds) reach(webhookId, (endpoint) => endpoint.recall())
    },
    webhookChanged(webhookId, isElsewhere) {
      underWay.webhookChanged(webhookId, isElsewhere)
    },
    webhookPaused(webhookId) {
      paused.add(webhookId)
      underWay.webhookPaused(webhookId)
    },
    webhookResumed(webhookId) {
      if (!paused.delete(webhookId) || !running) return
      reach(webhookId, (endpoint) => endpoint.resume())
    },
    webhookEnded(webhookId) {
      underWay.webhookEnded(webhookId)
      forget(webhookId)
    },
    instanceEnded(instanceId) {
      underWay.instanceEnded(instanceId)
      void forgetDeleted().catch((error: unknown) => {
        deps.log.warn({ instanceId, ...faultOf(error) }, 'webhooks of a deleted instance are remembered for now')
      })
    },
    async stop() {
      running = false
      stopping.abort()
      await Promise.race([Promise.allSettled(calls), pause(clock, LAST_CALLS_MS)])
      cut.abort()
      await Promise.allSettled(calls)
    },
  }
}

import { pause } from '../kernel/clock.ts'
import { createEndpoint, type Endpoint, type EndpointDeps } from './endpoint.ts'
import { createSlots } from './slots.ts'
import { findBusyWebhooks } from './store-deliveries.ts'

export type DelivererDeps = Omit<EndpointDeps, 'slots' | 'stopping' | 'cut' | 'calls'>

export interface Deliverer {
  /** Goes on with what was waiting when the process ended. */
  start(): Promise<void>
  /** Says that these webhooks have something new. Nothing happens before `start`: it finds them anyway. */
  wake(webhookIds: readonly string[]): void
  /** As `wake`, when rows that may be remembered have changed. */
  recall(webhookIds: readonly string[]): void
  /** Begins no more calls, and gives those under way 3 seconds; a call cut off is made again at the next start. */
  stop(): Promise<void>
}

const LAST_CALLS_MS = 3_000
const FORGET_ABOVE = 1_000

/** Makes what works off the delivery table. There is no polling: commits and due times wake it. */
export function createDeliverer(deps: DelivererDeps): Deliverer {
  const { clock } = deps
  const stopping = new AbortController()
  const cut = new AbortController()
  const calls = new Set<Promise<void>>()
  const endpoints = new Map<string, Endpoint>()
  const shared = { ...deps, slots: createSlots(clock), stopping: stopping.signal, cut: cut.signal, calls }
  let running = false

  function endpointOf(webhookId: string): Endpoint {
    const known = endpoints.get(webhookId)
    if (known) return known
    if (endpoints.size >= FORGET_ABOVE) forgetIdle()
    const made = createEndpoint(shared, webhookId)
    endpoints.set(webhookId, made)
    return made
  }

  function forgetIdle(): void {
    for (const [webhookId, endpoint] of endpoints) if (endpoint.isIdle()) endpoints.delete(webhookId)
  }

  return {
    async start() {
      running = true
      for (const webhookId of await findBusyWebhooks(deps.store.read)) endpointOf(webhookId).wake()
    },
    wake(webhookIds) {
      if (running) for (const webhookId of webhookIds) endpointOf(webhookId).wake()
    },
    recall(webhookIds) {
      if (running) for (const webhookId of webhookIds) endpointOf(webhookId).recall()
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

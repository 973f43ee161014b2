import type { IncomingMessage, Server } from 'node:http'
import type { Sessions } from '../account/index.ts'
import type { EventSetup, TokenKeeper } from '../instance/index.ts'
import type { Clock } from '../kernel/clock.ts'
import type { ErasedEvents } from '../kernel/event.ts'
import type { Random } from '../kernel/id.ts'
import type { Store, Transaction } from '../platform/db/store.ts'
import type { Sweep } from '../platform/db/sweep.ts'
import type { Egress } from '../platform/egress/egress.ts'
import type { App, Tally } from '../platform/http/index.ts'
import type { Log } from '../platform/log.ts'
import { blankEvents } from './blank-events.ts'
import { createCallsUnderWay } from './calls-under-way.ts'
import { bringSetup, takeSetup } from './carry-setup.ts'
import { configureWebhook } from './configure-webhook.ts'
import { configureWebsocket } from './configure-websocket.ts'
import type { DeliveryCounts } from './counts.ts'
import { createDeliverer } from './deliverer.ts'
import { createEchoes } from './echoes.ts'
import { createInstanceWords } from './instance-words.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { pruneOld } from './prune-events.ts'
import { describeSetups } from './read-webhooks.ts'
import { registerEventRoutes } from './routes.ts'
import { readWebhookInput, readWebsocketInput } from './schema.ts'
import { createSockets } from './sockets.ts'
import { steadyClock } from './steady-clock.ts'
import { createTickets } from './tickets.ts'

export interface EventsDeps {
  store: Store
  clock: Clock
  random: Random
  log: Log
  tokens: TokenKeeper
  egress: Pick<Egress, 'checkAddress' | 'post'>
  /** Our own address as callers know it: asked for when it is needed, for the port may be known late. */
  baseUrl(): string
  corsOrigins: readonly string[]
  /** Who is signed in to the console, and may listen from there. */
  sessions: Pick<Sessions, 'isNamed' | 'find' | 'lasts' | 'watch'>
  /** Opens what a request for an upgrade is counted on. */
  tally(request: IncomingMessage): Tally
  includeToken: boolean
  counts?: DeliveryCounts | undefined
}

/** The room of events, wired: what the composition root hands to the other rooms. */
export interface Events {
  readonly announce: Outbox['announce']
  /** Erases what events tell of a message, in the transaction that erases the message. */
  blank(transaction: Transaction, erased: ErasedEvents): Promise<void>
  /** Deletes events and deliveries that are kept longer than so many days; 0: none. How many there were. */
  prune(sweep: Sweep, days: number): Promise<number>
  /** What the room of instances asks of this one. */
  readonly setup: EventSetup
  registerRoutes(app: App): void
  /** Answers WebSocket upgrades on this server. */
  attach(server: Server): void
  /** How many WebSockets are open. */
  openSockets(): number
  /** Goes on with deliveries that wait. Announcing is possible before. */
  start(): Promise<void>
  /** Closes WebSockets, then gives calls under way 3 seconds. Before the server is closed, and the egress after. */
  stop(): Promise<void>
}

export function createEvents(deps: EventsDeps): Events {
  const { store, clock, random, tokens } = deps
  const { sealer, hashToken } = tokens
  const wordsOf = createInstanceWords(deps)
  const tickets = createTickets(clock, random)
  const sockets = createSockets({ ...deps, hashToken, tickets, wordsOf })
  const steady = steadyClock(clock)
  const echoes = createEchoes()
  const underWay = createCallsUnderWay()
  const deliverer = createDeliverer({
    ...deps,
    sealer,
    wordsOf,
    steady,
    echoes,
    underWay,
    announce: (transaction, announcement) => outbox.announce(transaction, announcement),
  })
  const outbox: Outbox = createOutbox({ clock, steady, random, onEvent: sockets.tell, onDeliveries: deliverer.wake })
  const stopping = new AbortController()
  const shared = {
    ...deps,
    deliverer,
    outbox,
    wordsOf,
    underWay,
    sealer,
    stopping: stopping.signal,
    onWebhookChanged: deliverer.webhookChanged,
    onWebhookPaused: deliverer.webhookPaused,
    onWebhookResumed: deliverer.webhookResumed,
    onWebhookEnded: deliverer.webhookEnded,
    onWebsocketChanged: sockets.configure,
  }

  return {
    announce: outbox.announce,
    prune: pruneOld,
    blank: (transaction, erased) => blankEvents({ clock, echoes, underWay }, transaction, erased),
    setup: {
      configureWebhook: async (instanceId, block) => ({
        ...(await configureWebhook(shared, instanceId, readWebhookInput({ ...block }))),
      }),
      configureWebsocket: async (instanceId, block) => ({
        ...(await configureWebsocket(shared, instanceId, readWebsocketInput({ ...block }))),
      }),
      async describe(instanceIds) {
        const described = await describeSetups({ store, sealer }, instanceIds)
        return new Map(
          [...described].map(([id, { webhook, websocket }]) => [
            id,
            { webhook: webhook && { ...webhook }, websocket: websocket && { ...websocket } },
          ]),
        )
      },
      take: (instanceId) => takeSetup(shared, instanceId),
      bring: (instanceId, setup) => bringSetup(shared, instanceId, setup),
      tokenEnded(instanceId, holder) {
        underWay.instanceChanged(instanceId)
        sockets.endToken(instanceId, holder)
      },
      instanceDeleted(instanceId) {
        sockets.endInstance(instanceId)
        deliverer.instanceEnded(instanceId)
      },
    },
    registerRoutes: (app) => registerEventRoutes(app, { ...shared, sockets, tickets }),
    attach: sockets.attach,
    openSockets: sockets.count,
    start: deliverer.start,
    async stop() {
      stopping.abort()
      await Promise.all([sockets.stop(), deliverer.stop()])
    },
  }
}

import { createSessions } from './account/index.ts'
import { openControl } from './app/control.ts'
import { createCounters } from './app/counters.ts'
import { openHttp } from './app/http.ts'
import { joinRooms } from './app/rooms.ts'
import { type AppOptions, openAccounts, openStoreAndKeys } from './app/store-and-keys.ts'
import { createEvents, type Events } from './event/index.ts'
import { createRetention } from './form/index.ts'
import { closeAll } from './platform/close-all.ts'
import { createEgress } from './platform/egress/egress.ts'
import { createAddressReader, createHttpsReader, createRateLimit, listen } from './platform/http/index.ts'
import { createMetrics } from './platform/metrics.ts'

export type { AppOptions } from './app/store-and-keys.ts'

/** The whole gateway. */
export interface Gateway {
  /**
   * Opens the store, then the port, then the lines of linked instances. `accountToken` is there when this start made
   * the first account.
   * @throws Refused with one sentence; what was opened is closed again
   */
  start(): Promise<{ baseUrl: string; accountToken?: string }>
  /** Answers what is held, ends or hands back what is in hand, then closes everything, within 9 seconds. */
  stop(): Promise<void>
  /** Resolves with a sentence when the gateway cannot go on, for the store is no longer its own. */
  readonly broken: Promise<string>
}

/** Calls in hand wait this long for WhatsApp. */
const LET_GO_MS = 1_500
/** What still has no answer then is cut off. */
const CUT_MS = 3_000

/** The composition root: the only place that makes adapters and hands them to the slices. */
export function createApp(options: AppOptions): Gateway {
  const broken = Promise.withResolvers<string>()
  const opened: (() => unknown)[] = []
  let stopped: Promise<void> | null = null

  function stop(): Promise<void> {
    stopped ??= closeAll(opened)
    return stopped
  }

  return {
    broken: broken.promise,
    stop,
    async start() {
      try {
        return await open(options, opened, broken.resolve)
      } catch (error) {
        await stop()
        throw error
      }
    },
  }
}

/** Each step of `opened` undoes one that was done; they run backwards. */
async function open(options: AppOptions, opened: (() => unknown)[], breakDown: (why: string) => void) {
  const { config, clock, random, log } = options
  const storeAndKeys = await openStoreAndKeys(options, opened, breakDown)
  const { store, tokens } = storeAndKeys
  const accountToken = await openAccounts(options, storeAndKeys)
  const egress = createEgress({ allow: config.egressAllow, clock })
  opened.push(() => egress.close())

  const rateLimit = createRateLimit({ clock, ...config.rateLimit })
  const addressOf = createAddressReader(config.trustProxy)
  const metrics = createMetrics()
  const counters = createCounters(metrics, clock)
  let baseUrl = config.baseUrl ?? ''
  const isHttps = createHttpsReader(config.trustProxy, config.baseUrl)
  const sessions = createSessions({ store, clock, random, log, hashToken: tokens.hashToken, isHttps })
  const events = createEvents({
    store,
    clock,
    random,
    log,
    tokens,
    egress,
    baseUrl: () => baseUrl,
    corsOrigins: config.corsOrigins,
    sessions,
    tally: (request) => rateLimit.tally(addressOf(request)),
    includeToken: config.webhookIncludeToken,
    counts: counters.deliveries,
  })
  const rooms = joinRooms(options, storeAndKeys, events, egress, counters)
  opened.push(() => rooms.lines.stop())
  const { messages } = rooms
  const stopMinding = () => {
    messages.expiry.stop()
    messages.stop()
    messages.letGo()
  }
  opened.push(stopMinding)
  await messages.start()
  await rooms.lines.recover()

  const { app, stopHolding } = await openHttp(
    options,
    storeAndKeys,
    events,
    rooms,
    sessions,
    rateLimit,
    metrics,
    () => baseUrl,
  )
  opened.push(async () => {
    stopHolding()
    messages.expiry.stop()
    messages.stop()
    const patience = [
      clock.after(LET_GO_MS, messages.letGo),
      clock.after(CUT_MS, () => app.server.closeAllConnections()),
    ]
    await Promise.all([events.stop(), app.close()])
    for (const timer of patience) timer.cancel()
  })
  const origin = await listen(app, config.host, config.port)
  baseUrl ||= origin
  await events.start()
  await rooms.lines.start()
  messages.expiry.start()
  const prune: Events['prune'] = async (sweep, days) => (await sessions.prune()) + (await events.prune(sweep, days))
  const retention = createRetention({ ...rooms.erasing, log, prune }, config.retentionDays)
  opened.push(() => retention.stop())
  retention.start()
  const control = await openControl({ options, storeAndKeys, events, rooms, isServing: true, origin })
  opened.push(() => control?.close())
  return { baseUrl, ...(accountToken === null ? {} : { accountToken }) }
}

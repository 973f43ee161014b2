import { join } from 'node:path'
import { createSignInThrottle, registerAuthentication, registerSessionRoutes, type Sessions } from '../account/index.ts'
import { DESCRIBED_EVENTS, type Events } from '../event/index.ts'
import { registerFormRoutes } from '../form/index.ts'
import { registerInstanceGuard, registerInstanceRoutes } from '../instance/index.ts'
import { registerMessageRoutes } from '../message/index.ts'
import {
  createServer,
  type RateLimit,
  registerApiDescription,
  registerDocs,
  registerPages,
  registerProbes,
} from '../platform/http/index.ts'
import type { Metrics } from '../platform/metrics.ts'
import { readVersion } from '../read-version.ts'
import { addGauges } from './gauges.ts'
import { createHealth } from './health.ts'
import { registerRequestLog } from './request-log.ts'
import type { Rooms } from './rooms.ts'
import type { AppOptions, StoreAndKeys } from './store-and-keys.ts'

const ROOT = join(import.meta.dirname, '../..')

/** The HTTP server with every route on it; it does not listen yet. */
export async function openHttp(
  options: AppOptions,
  { store, tokens }: StoreAndKeys,
  events: Events,
  rooms: Rooms,
  sessions: Sessions,
  rateLimit: RateLimit,
  metrics: Metrics,
  baseUrl: () => string,
) {
  const { config, clock, random, log } = options
  const { engine, lines, messages, egress } = rooms
  const stopping = new AbortController()
  const app = await createServer({
    log,
    trustProxy: config.trustProxy,
    corsOrigins: config.corsOrigins,
    rateLimit,
    stopping: stopping.signal,
    noteHeld: metrics.noteHeld,
  })
  registerRequestLog(app, log)
  const version = readVersion()
  await registerApiDescription(app, version, DESCRIBED_EVENTS)
  registerProbes(app, {
    clock,
    metrics,
    version,
    metricsToken: config.metricsToken,
    askStore: () => store.read.selectFrom('setting').select('key').limit(1).execute(),
    look: createHealth({ store, clock, dataDir: config.dataDir }),
  })
  addGauges(metrics, { store, clock, version, openSockets: events.openSockets })
  const { hashToken } = tokens
  const throttle = createSignInThrottle(clock)
  registerAuthentication(app, { store, hashToken, sessions })
  registerInstanceGuard(app, { store })
  registerInstanceRoutes(app, {
    engine,
    lines,
    settingsChanged(instanceId) {
      void lines.online.refresh(instanceId)
      messages.pace.lookAgain(instanceId)
    },
    egress,
    store,
    clock,
    random,
    announce: events.announce,
    events: events.setup,
    tokens,
    quota: config.instanceQuota,
    throttle,
  })
  const sends = { ...messages, connectedLine: lines.connected }
  registerMessageRoutes(app, sends)
  registerFormRoutes(app, { ...sends, ...rooms.erasing, formDefaults: config })
  events.registerRoutes(app)
  events.attach(app.server)
  const { sandboxPageUrl } = config
  registerSessionRoutes(app, { store, hashToken, sessions, throttle, baseUrl, version, sandboxPageUrl })
  await registerDocs(app)
  await registerPages(app, join(ROOT, 'console/dist'), sandboxPageUrl)
  return { app, stopHolding: () => stopping.abort() }
}

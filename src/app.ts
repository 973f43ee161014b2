import { join } from 'node:path'
import { createAccount, ensureFirstAccount, readAccountName, registerAuthentication } from './account/index.ts'
import { type Config, isPublicHost } from './config.ts'
import { createEvents, DESCRIBED_EVENTS, type Events } from './event/index.ts'
import {
  adoptAnswers,
  createAnswerDesk,
  createExpiry,
  createFormFollower,
  createRetention,
  receiveAnswer,
  registerFormRoutes,
} from './form/index.ts'
import { createLines, type LineHandlers, registerInstanceGuard, registerInstanceRoutes } from './instance/index.ts'
import type { Clock } from './kernel/clock.ts'
import type { Random } from './kernel/id.ts'
import {
  createMessages,
  findSent,
  isKept,
  receiveAck,
  receiveMessage,
  receiveReceipt,
  registerMessageRoutes,
} from './message/index.ts'
import { closeAll } from './platform/close-all.ts'
import { openStore } from './platform/db/open.ts'
import { createEgress, type Egress } from './platform/egress/egress.ts'
import {
  createAddressReader,
  createRateLimit,
  createServer,
  listen,
  type RateLimit,
  registerApiDescription,
  registerDocs,
  registerPages,
  registerProbes,
} from './platform/http/index.ts'
import type { Log } from './platform/log.ts'
import { createMetrics } from './platform/metrics.ts'
import { checkCanary, createSealer, hasCanary, hashToken, loadSecretKey } from './platform/secret/index.ts'
import { readVersion } from './read-version.ts'
import { createBaileysEngine } from './whatsapp/baileys/engine.ts'

export interface AppOptions {
  config: Config
  clock: Clock
  random: Random
  log: Log
}

/** The whole gateway. */
export interface Gateway {
  /**
   * Opens the store, then the port, then the lines of linked instances. `accountToken` is there when this start made
   * the first account.
   * @throws Refused with one sentence; what was opened is closed again
   */
  start(): Promise<{ baseUrl: string; accountToken?: string }>
  /** Answers what is held, then closes everything, within 5 seconds. */
  stop(): Promise<void>
  /** Resolves with a sentence when the gateway cannot go on, for the store is no longer its own. */
  readonly broken: Promise<string>
}

const ROOT = join(import.meta.dirname, '..')
const CLOSE_STEP_MS = 1_500

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

/**
 * Makes an account in the configured store, which no gateway may have open. The first account is made before it where
 * there is none, for its token is the one that the operator may replace: `isFirstNew` says so.
 * @throws Refused with one sentence
 */
export async function makeAccount(options: AppOptions, name: string): Promise<{ token: string; isFirstNew: boolean }> {
  const { clock, random } = options
  const wanted = readAccountName(name)
  const opened: (() => unknown)[] = []
  try {
    const ground = await layGround(options, opened, () => {})
    const firstToken = await openAccounts(options, ground)
    const { store, tokens } = ground
    const token = await createAccount({ store, clock, random, hashToken: tokens.hashToken }, wanted)
    return { token, isFirstNew: firstToken !== null }
  } finally {
    // The token is told nowhere else: what cannot be closed does not keep it back.
    await closeAll(opened).catch(() => {})
  }
}

/** Each step of `opened` undoes one that was done; they run backwards. */
async function open(options: AppOptions, opened: (() => unknown)[], breakDown: (why: string) => void) {
  const { config, clock, random, log } = options
  const ground = await layGround(options, opened, breakDown)
  const { store, tokens } = ground
  const accountToken = await openAccounts(options, ground)
  const egress = createEgress({ allow: config.egressAllow, clock })
  opened.push(() => egress.close())

  const rateLimit = createRateLimit({ clock, ...config.rateLimit })
  const addressOf = createAddressReader(config.trustProxy)
  let baseUrl = config.baseUrl ?? ''
  const events = createEvents({
    store,
    clock,
    random,
    log,
    tokens,
    egress,
    baseUrl: () => baseUrl,
    corsOrigins: config.corsOrigins,
    tally: (request) => rateLimit.tally(addressOf(request)),
    includeToken: config.webhookIncludeToken,
  })
  const rooms = joinRooms(options, ground, events, egress)
  opened.push(() => rooms.lines.stop())
  const { messages } = rooms
  const stopMinding = () => {
    messages.expiry.stop()
    messages.stop()
  }
  opened.push(stopMinding)
  await messages.start()

  const { app, stopHolding } = await openDoor(options, ground, events, rooms, rateLimit)
  opened.push(async () => {
    stopHolding()
    stopMinding()
    const forced = clock.after(CLOSE_STEP_MS, () => app.server.closeAllConnections())
    await Promise.all([events.stop(), app.close()])
    forced.cancel()
  })
  const origin = await listen(app, config.host, config.port)
  baseUrl ||= origin
  await events.start()
  await rooms.lines.start()
  messages.expiry.start()
  const retention = createRetention({ ...rooms.erasing, log, prune: events.prune }, config.retentionDays)
  opened.push(() => retention.stop())
  retention.start()
  return { baseUrl, ...(accountToken === null ? {} : { accountToken }) }
}

/** The store and what opens its seals. */
async function layGround(
  { config, clock, log }: AppOptions,
  opened: (() => unknown)[],
  breakDown: (why: string) => void,
) {
  const store = await openStore({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, clock, log })
  opened.push(() => store.close())
  void store.lost.then(breakDown)
  const key = await loadSecretKey(config.dataDir, config.secretKey, () => hasCanary(store))
  const sealer = createSealer(key)
  await checkCanary(store, sealer)
  return { store, sealer, tokens: { sealer, hashToken: (token: string) => hashToken(key, token) } }
}

type Ground = Awaited<ReturnType<typeof layGround>>

/** Makes sure of the first account; its token when it is new. */
function openAccounts({ config, clock, random }: AppOptions, { store, tokens }: Ground): Promise<string | null> {
  return ensureFirstAccount({
    store,
    clock,
    random,
    dataDir: config.dataDir,
    hashToken: tokens.hashToken,
    accountToken: config.accountToken,
    isPublic: isPublicHost(config.host),
  })
}

/** The engine, its lines, and who hears what they tell. */
function joinRooms(
  { config, clock, random, log }: AppOptions,
  { store, sealer }: Ground,
  events: Events,
  egress: Egress,
) {
  const { announce } = events
  const shared = { store, clock, random, log }
  const engine = createBaileysEngine({
    ...shared,
    findSent: (instanceId, messageId) => findSent(store.read, instanceId, messageId),
    isKept: (instanceId, messageId, chat) => isKept(store.read, instanceId, messageId, chat),
    sealer,
    whatsappUrl: config.whatsapp.url,
    rootKey: config.whatsapp.rootKey,
    version: config.whatsapp.version,
    timeScale: config.whatsapp.timeScale,
  })
  const expiry = createExpiry({ store, clock, announce, log })
  const messages = {
    ...createMessages({
      ...shared,
      announce,
      egress,
      followers: [
        createFormFollower({
          announce,
          expiry,
          adopt: (unit, formId): Promise<void> => adoptAnswers(messages, unit, formId),
        }),
      ],
      compose: engine.compose,
      lineOf: (instanceId) => lines.find(instanceId),
    }),
    answers: createAnswerDesk(clock),
    expiry,
  }
  const handlers: LineHandlers = {
    onAck: (instance, ack) => receiveAck(messages, instance.id, ack),
    onReceipt: (instance, receipt) => receiveReceipt(messages, instance.id, receipt),
    onMessage: (instance, { message }) =>
      message.content.type === 'form_answer'
        ? receiveAnswer(messages, instance, message, message.content)
        : receiveMessage(messages, instance, message),
  }
  const lines = createLines({ engine, store, clock, announce, handlers })
  const erasing = { ...messages, blank: events.blank, forgetMessages: engine.forgetMessages, lineOf: lines.find }
  return { engine, lines, messages, erasing }
}

type Rooms = ReturnType<typeof joinRooms>

/** The HTTP server with every route on it; it does not listen yet. */
async function openDoor(
  options: AppOptions,
  { store, tokens }: Ground,
  events: Events,
  rooms: Rooms,
  rateLimit: RateLimit,
) {
  const { config, clock, random, log } = options
  const { engine, lines, messages } = rooms
  const stopping = new AbortController()
  const app = await createServer({
    log,
    trustProxy: config.trustProxy,
    corsOrigins: config.corsOrigins,
    rateLimit,
    stopping: stopping.signal,
  })
  const version = readVersion()
  await registerApiDescription(app, version, DESCRIBED_EVENTS)
  registerProbes(app, {
    clock,
    metrics: createMetrics(),
    version,
    metricsToken: config.metricsToken,
    askStore: () => store.read.selectFrom('setting').select('key').limit(1).execute(),
  })
  registerAuthentication(app, { store, hashToken: tokens.hashToken })
  registerInstanceGuard(app, { store })
  registerInstanceRoutes(app, {
    engine,
    lines,
    store,
    clock,
    random,
    announce: events.announce,
    events: events.setup,
    tokens,
    quota: config.instanceQuota,
  })
  const sends = { ...messages, connectedLine: lines.connected }
  registerMessageRoutes(app, sends)
  registerFormRoutes(app, { ...sends, ...rooms.erasing, formDefaults: config })
  events.registerRoutes(app)
  events.attach(app.server)
  await registerDocs(app)
  await registerPages(app, join(ROOT, 'console/dist'), config.sandboxPageUrl)
  return { app, stopHolding: () => stopping.abort() }
}

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach } from 'vitest'
import {
  createSessions,
  createSignInThrottle,
  registerAuthentication,
  registerSessionRoutes,
} from '../account/index.ts'
import { registerInstanceGuard } from '../instance/index.ts'
import { type Clock, systemClock } from '../kernel/clock.ts'
import type { Announcement } from '../kernel/event.ts'
import type { Store } from '../platform/db/store.ts'
import { createEgress } from '../platform/egress/egress.ts'
import { createServer as createApi, createRateLimit } from '../platform/http/index.ts'
import { type Log, silentLog } from '../platform/log.ts'
import { createSealer, hashToken } from '../platform/secret/index.ts'
import type { DeliveryView } from './delivery-view.ts'
import { createEvents, type Events } from './index.ts'
import type { DeliveryFile } from './read-delivery.ts'

const closing: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** The secret key of the rig. */
export const KEY = new Uint8Array(32).fill(7)

export interface MovableClock extends Clock {
  advance(ms: number): void
}

/** A clock whose time a test moves; what falls due on the way runs in its order. */
export function movableClock(): MovableClock {
  let now = 1_700_000_000_000
  const waiting = new Set<{ at: number; task: () => void }>()
  return {
    now: () => now,
    after(delayMs, task) {
      const entry = { at: now + delayMs, task }
      waiting.add(entry)
      return { cancel: () => void waiting.delete(entry) }
    },
    advance(ms) {
      const until = now + ms
      for (;;) {
        const [next] = [...waiting].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
        if (!next) break
        waiting.delete(next)
        now = Math.max(now, next.at)
        next.task()
      }
      now = until
    },
  }
}

/** The room of events behind a real port, with one account and its instances. */
export interface Rig {
  events: Events
  baseUrl: string
  /** Calls the API with the token of an instance, or another. */
  call(method: string, path: string, body?: unknown, token?: string): Promise<{ status: number; body: Reply }>
  announce(announcement: Announcement): Promise<void>
  /** Ends what is held, as a server that stops does. */
  stopHolding(): void
}

/** The parts of a reply that tests look into. */
export interface Reply {
  success: boolean
  error?: { code: string; message: string }
  webhook?: { secret?: string }
  deliveries?: DeliveryView[]
  delivery?: DeliveryFile
  replayed?: number
  nextCursor?: string | null
  ticket?: string
}

/** The envelope as receivers get it. */
export interface Envelope {
  id: string
  event: string
  timestamp: string
  version: number
  data: { reason: string }
  instanceData: Record<string, string>
}

export const ACCOUNT_TOKEN = 'account-token-of-the-tests'

/** The TokenInstance of an instance of the rig. */
export function tokenOf(name: string): string {
  return `token-of-${name}-0123456789`
}

export async function openRig(
  store: Store,
  options: {
    moving?: MovableClock
    /** Time as calls see it; the machine's own unless given. */
    callClock?: Clock
    allow?: string[]
    includeToken?: boolean
    start?: boolean
    names?: string[]
    log?: Log
  } = {},
): Promise<Rig> {
  const { moving } = options
  const clock = moving ?? systemClock
  const sealer = createSealer(KEY)
  const tokens = { sealer, hashToken: (token: string) => hashToken(KEY, token) }
  await addInstances(store, tokens, options.names ?? ['shop'])
  const egress = createEgress({ allow: options.allow ?? ['127.0.0.0/8'], clock: options.callClock ?? systemClock })
  const stopping = new AbortController()
  const rateLimit = createRateLimit({ clock, perMinute: 0, newPerMinute: 0 })
  const api = await createApi({ log: silentLog, trustProxy: [], corsOrigins: [], rateLimit, stopping: stopping.signal })
  let baseUrl = ''
  const { hashToken: hashOf } = tokens
  const shared = { store, clock, random: { bytes: (size: number) => randomBytes(size) }, log: options.log ?? silentLog }
  const sessions = createSessions({ ...shared, hashToken: hashOf, isHttps: () => false })
  const events = createEvents({
    ...shared,
    tokens,
    sessions,
    egress,
    baseUrl: () => baseUrl,
    corsOrigins: ['https://shop.example'],
    tally: (request) => rateLimit.tally(request.socket.remoteAddress ?? ''),
    includeToken: options.includeToken ?? false,
  })
  registerAuthentication(api, { store, hashToken: hashOf, sessions })
  registerInstanceGuard(api, { store })
  registerSessionRoutes(api, {
    store,
    hashToken: hashOf,
    sessions,
    throttle: createSignInThrottle(clock),
    baseUrl: () => baseUrl,
    version: '0.0.0',
    sandboxPageUrl: undefined,
  })
  events.registerRoutes(api)
  events.attach(api.server)
  baseUrl = await api.listen({ host: '127.0.0.1', port: 0 })
  if (options.start !== false) await events.start()
  closing.push(async () => {
    stopping.abort()
    const ticking = setInterval(() => moving?.advance(1_000), 10)
    await events.stop()
    clearInterval(ticking)
    await api.close()
    await egress.close()
  })
  return {
    events,
    baseUrl,
    async call(method, path, body, token = tokenOf('shop')) {
      const response = await fetch(`${baseUrl}${path}`, {
        method,
        headers: { token, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { status: response.status, body: (await response.json()) as Reply }
    },
    stopHolding: () => stopping.abort(),
    announce: (announcement) => store.write((transaction) => events.announce(transaction, announcement)),
  }
}

async function addInstances(
  store: Store,
  { sealer, hashToken }: { sealer: ReturnType<typeof createSealer>; hashToken(token: string): string },
  names: readonly string[],
): Promise<void> {
  await store.write(async ({ sql }) => {
    const account = { id: 'acc_1', name: 'default', token_hash: hashToken(ACCOUNT_TOKEN), created_at: 1 }
    await sql
      .insertInto('account')
      .values(account)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    for (const name of names) {
      const place = { table: 'instance', column: 'sealed_token', row: `ins_${name}` }
      await sql
        .insertInto('instance')
        .values({
          id: `ins_${name}`,
          account_id: 'acc_1',
          name,
          token_hash: hashToken(tokenOf(name)),
          sealed_token: sealer.sealText(place, tokenOf(name)),
          state: 'connected',
          linked: 1,
          number_jid: null,
          number_lid: null,
          profile_name: null,
          settings: '{}',
          created_at: 1,
          updated_at: 1,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
  })
}

/** What a receiver got. */
export interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: string
  json: Envelope
}

/** A real receiver on loopback. `answer` decides; without it every call is a 200. */
export async function openReceiver(answer: (call: Received, response: ServerResponse) => void = (_, r) => r.end()) {
  const calls: Received[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const call = { path: request.url ?? '', headers: request.headers, body, json: JSON.parse(body) as Envelope }
      calls.push(call)
      answer(call, response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, calls }
}

/** Waits until something holds, at most ten seconds; `meanwhile` runs between two looks. */
export async function until(holds: () => boolean | Promise<boolean>, meanwhile: () => void = () => {}): Promise<void> {
  const deadline = Date.now() + 30_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within thirty seconds: ${holds.toString()}`)
    meanwhile()
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** An `instance.state` event, told apart by its `reason`. */
export function stateNews(reason: string, orderKey: string | null = null, instance = 'shop'): Announcement {
  const timestamp = '2026-05-02T12:00:00.000Z'
  return {
    instanceId: `ins_${instance}`,
    event: { type: 'instance.state', data: { state: 'connected', timestamp, reason } },
    orderKey,
    messageId: null,
  }
}

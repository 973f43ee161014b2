import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AppOptions, createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { type Clock, systemClock } from '../../src/kernel/clock.ts'
import { insistOnDescribedError } from '../described.ts'

/** A gateway of a test, spoken to by HTTP alone. */
export interface TestGateway {
  baseUrl: string
  /** TokenAccount of its only account. */
  accountToken: string
  /** Calls as the account, or with the headers given. */
  call(method: string, path: string, call?: Call): Promise<Reply>
  stop(): Promise<void>
}

export interface Call {
  body?: unknown
  /** A body of bytes as they are, instead of JSON; its type is among the headers. */
  raw?: Uint8Array<ArrayBuffer>
  /** A token instead of the account's; null: none. */
  token?: string | null
  headers?: Record<string, string>
  signal?: AbortSignal
}

export interface Reply {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not
  body: any
}

export interface GatewayOptions {
  /** Variables of docs/configuration.md. */
  environment?: Record<string, string>
  /** Kept when given; otherwise a temporary folder that goes with the gateway. */
  dataDir?: string
  /** The WhatsApp that it speaks to. */
  sandbox?: { whatsappUrl: string; rootKey: string }
  /** Time as it sees it; the machine's own unless given. */
  clock?: Clock
  /** Who gets its log; nobody unless given. */
  log?: AppOptions['log']
}

export const ACCOUNT_TOKEN = 'account-token-of-the-journeys'

const silentLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** Starts a gateway in this process on a free port, on its own store. */
export async function startGateway(options: GatewayOptions = {}): Promise<TestGateway> {
  const { sandbox, clock = systemClock, log = silentLog } = options
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'formwire-journey-')))
  const config = readConfig({
    PORT: '0',
    DATA_DIR: dataDir,
    ACCOUNT_TOKEN,
    RATE_LIMIT_PER_MINUTE: '0',
    RATE_LIMIT_NEW_PER_MINUTE: '0',
    EGRESS_ALLOW: '127.0.0.0/8',
    ...(sandbox && {
      WHATSAPP_URL: sandbox.whatsappUrl,
      WHATSAPP_ROOT_KEY: sandbox.rootKey,
      WHATSAPP_TIME_SCALE: '20',
    }),
    ...options.environment,
  })
  const gateway = createApp({ config, clock, random: { bytes: randomBytes }, log })
  const { baseUrl } = await gateway.start()
  return {
    baseUrl,
    accountToken: ACCOUNT_TOKEN,
    call: (method, path, call) => callApi(baseUrl, method, path, call),
    async stop() {
      await gateway.stop()
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Calls the API of a gateway at an address. */
export async function callApi(baseUrl: string, method: string, path: string, call: Call = {}): Promise<Reply> {
  const { body, raw, token = ACCOUNT_TOKEN, signal } = call
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const response = await fetch(`${baseUrl}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(token === null ? {} : { token }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...call.headers,
    },
    ...(sent === undefined ? {} : { body: sent }),
    ...(signal === undefined ? {} : { signal }),
  })
  const answer = await readJson(response)
  insistOnDescribedError(method, path, response.status, answer)
  return { status: response.status, headers: response.headers, body: answer }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text()
  return text === '' ? null : JSON.parse(text)
}

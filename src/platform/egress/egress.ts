import { lookup } from 'node:dns/promises'
import { Agent, request } from 'undici'
import type { Clock } from '../../kernel/clock.ts'
import { readNetworks } from './address.ts'
import { AddressRefused, guardedConnector } from './connector.ts'
import { type AddressVerdict, judgeHost, judgeUrl, type Resolve } from './guard.ts'
import { readStart } from './read-start.ts'

export interface OutboundPost {
  url: string
  headers: Record<string, string>
  body: string
  /** Until the response's status line has to be there, from the look-up on. */
  timeoutMs: number
  /** Gives the call up, at a shutdown. */
  signal?: AbortSignal
}

/** What became of an outbound call. `reason` is a fixed word, free of addresses and of the other side's text. */
export type OutboundReply =
  | { type: 'answered'; status: number; retryAfter: string | null; body: string; tookMs: number }
  | { type: 'failed'; reason: FailedCall; tookMs: number }

export type FailedCall =
  | 'address_refused'
  | 'aborted'
  | 'timeout'
  | 'name_not_found'
  | 'connection_refused'
  | 'tls_failed'
  | 'connection_failed'

/** The only way out of this process by HTTP. */
export interface Egress {
  /** Judges a URL before it is kept. */
  checkAddress(url: string): Promise<AddressVerdict>
  /** Judges a host that something else will dial, such as a proxy's. */
  checkHost(hostname: string): Promise<AddressVerdict>
  /** Posts a body and keeps the first 4 KiB of the answer. Redirects are answers like any other. Never rejects. */
  post(call: OutboundPost): Promise<OutboundReply>
  close(): Promise<void>
}

export interface EgressOptions {
  /** CIDRs that may be reached although private. */
  allow: readonly string[]
  clock: Clock
  resolve?: Resolve
}

/** Asks the machine's own name system. */
export const systemResolve: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true, verbatim: true })).map(({ address, family }) => ({
    address,
    family: family === 6 ? 6 : 4,
  }))

/** Opens the way out. Throws a `RangeError` when `allow` holds something that is no network. */
export function createEgress(options: EgressOptions): Egress {
  const { clock } = options
  const guard = { clock, resolve: options.resolve ?? systemResolve, allowed: readNetworks(options.allow) }
  const agent = new Agent({
    connect: guardedConnector(guard),
    allowH2: false,
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 60_000,
    maxHeaderSize: 16_384,
  })
  return {
    checkAddress: (url) => judgeUrl(guard, url),
    checkHost: (hostname) => judgeHost(guard, hostname),
    post: (call) => post(agent, clock, call),
    close: () => agent.destroy(),
  }
}

async function post(agent: Agent, clock: Clock, call: OutboundPost): Promise<OutboundReply> {
  const began = clock.now()
  const late = new AbortController()
  const timer = clock.after(call.timeoutMs, () => late.abort())
  const signal = call.signal ? AbortSignal.any([late.signal, call.signal]) : late.signal
  try {
    const { statusCode, headers, body } = await request(call.url, {
      dispatcher: agent,
      method: 'POST',
      headers: call.headers,
      body: call.body,
      signal,
    })
    const tookMs = clock.now() - began
    const start = await readStart(body, clock)
    return { type: 'answered', status: statusCode, retryAfter: single(headers['retry-after']), body: start, tookMs }
  } catch (error) {
    const reason = late.signal.aborted ? 'timeout' : call.signal?.aborted ? 'aborted' : reasonOf(error)
    return { type: 'failed', reason, tookMs: clock.now() - began }
  } finally {
    timer.cancel()
  }
}

function single(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null
}

function reasonOf(error: unknown): FailedCall {
  if (error instanceof AddressRefused) return 'address_refused'
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ENODATA') return 'name_not_found'
  if (code === 'ECONNREFUSED') return 'connection_refused'
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') return 'timeout'
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code)) return 'tls_failed'
  return 'connection_failed'
}

import { lookup } from 'node:dns/promises'
import { Agent } from 'undici'
import type { Clock } from '../../kernel/clock.ts'
import { readNetworks } from './address.ts'
import { guardedConnector } from './connector.ts'
import { fetchPage, type Page } from './fetch-page.ts'
import { type AddressVerdict, judgeHost, judgeUrl } from './guard.ts'
import { type Resolve, shareLookUps } from './look-up.ts'
import type { OutboundPost, OutboundReply } from './outbound-call.ts'
import { post } from './post.ts'
import { openProxiedWay, type ProxiedWay } from './proxied-way.ts'
import type { OutboundProxy } from './proxy.ts'

export type { OutboundPost, OutboundReply } from './outbound-call.ts'

/** The only way out of this process by HTTP, and the only one to a proxy. */
export interface Egress {
  /** Judges a URL before it is kept. */
  checkAddress(url: string): Promise<AddressVerdict>
  /** Judges a host that something else will dial, such as a proxy's: an address in its plain form, or a known name. */
  checkHost(hostname: string): Promise<AddressVerdict>
  /** Posts a body and keeps the first 4 KiB of the answer. Redirects are answers like any other. Never rejects. */
  post(call: OutboundPost): Promise<OutboundReply>
  /**
   * Gets an HTML page: the first MiB of it, within 5 s from the look-up to the last byte, over at most 3 redirects.
   * Throws a `PageUnreadable`, and nothing else.
   */
  fetchPage(url: string): Promise<Page>
  /** The way through a proxy, whose address is judged anew each time that it is dialled. To be closed by who opens it. */
  through(proxy: OutboundProxy): ProxiedWay
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
  const guard = { clock, resolve: shareLookUps(options.resolve ?? systemResolve), allowed: readNetworks(options.allow) }
  const connect = guardedConnector(guard)
  const agent = new Agent({
    connect,
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
    fetchPage: (url) => fetchPage({ agent, clock }, url),
    through: (proxy) => openProxiedWay({ clock, connect }, proxy),
    close: () => agent.destroy(),
  }
}

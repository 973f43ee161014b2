import type { IncomingMessage } from 'node:http'
import proxyAddress from '@fastify/proxy-addr'
import ipaddr from 'ipaddr.js'

const LONGEST_KEY = 64

/** Says which address a request comes from; `X-Forwarded-For` counts as far as it was written by `trusted` proxies. */
export function createAddressReader(trusted: readonly string[]): (request: IncomingMessage) => string {
  const isTrusted = proxyAddress.compile([...trusted])
  return (request) => addressKey(proxyAddress(request, isTrusted))
}

/**
 * Says whether a request came by https: always where our own address says so, else as far as a `trusted` proxy says so in
 * `X-Forwarded-Proto`. Of several words in it the last is that of the proxy next to us.
 */
export function createHttpsReader(
  trusted: readonly string[],
  baseUrl: string | undefined,
): (request: IncomingMessage) => boolean {
  if (baseUrl !== undefined && URL.parse(baseUrl)?.protocol === 'https:') return () => true
  const isTrusted = proxyAddress.compile([...trusted])
  return ({ headers, socket }) => {
    const said = String(headers['x-forwarded-proto'] ?? '')
      .split(',')
      .at(-1)
    return said?.trim().toLowerCase() === 'https' && isTrusted(socket.remoteAddress ?? '', 0)
  }
}

/** An address as limits know it: who has one of IPv6 has its whole /64; a mapped IPv4 is that IPv4. Pure. */
export function addressKey(address: string | undefined): string {
  if (address === undefined || !ipaddr.isValid(address)) return String(address).slice(0, LONGEST_KEY)
  const read = ipaddr.process(address)
  if (read.kind() === 'ipv4') return read.toString()
  const network = read.toByteArray().slice(0, 8)
  return `${Buffer.from(network).toString('hex')}/64`
}

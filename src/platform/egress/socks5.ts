import { isIPv4, isIPv6 } from 'node:net'
import type { Duplex } from 'node:stream'
import ipaddr from 'ipaddr.js'
import { type OutboundProxy, ProxyFailed, type ProxyFailure, type Target } from './proxy.ts'
import { readExactly } from './read-exactly.ts'

const VERSION = 5
const NO_AUTHENTICATION = 0
const USERNAME_PASSWORD = 2
const NO_METHOD = 0xff
const CONNECT = 1
const IPV4 = 1
const NAME = 3
const IPV6 = 4

/**
 * Asks a SOCKS5 proxy for a tunnel (RFC 1928, with RFC 1929 where there is a username), over a connection to it. Reads
 * exactly what the answers hold, so that the tunnel begins with the target's first byte. Rejects with a `ProxyFailed`;
 * a connection that breaks rejects with what Node says.
 */
export async function connectBySocks5(socket: Duplex, proxy: OutboundProxy, target: Target): Promise<Duplex> {
  const offered = proxy.username === null ? [NO_AUTHENTICATION] : [NO_AUTHENTICATION, USERNAME_PASSWORD]
  socket.write(Buffer.from([VERSION, offered.length, ...offered]))
  const [version, method = NO_METHOD] = await readExactly(socket, 2)
  if (version !== VERSION) throw new ProxyFailed('not_a_proxy')
  if (method === NO_METHOD) throw new ProxyFailed('credentials_refused')
  if (!offered.includes(method)) throw new ProxyFailed('not_a_proxy')
  if (method === USERNAME_PASSWORD) await logIn(socket, proxy)
  socket.write(Buffer.concat([Buffer.from([VERSION, CONNECT, 0]), addressOf(target.host), portOf(target.port)]))
  const [spoken, reply = 1, , kind] = await readExactly(socket, 4)
  if (spoken !== VERSION) throw new ProxyFailed('not_a_proxy')
  if (reply !== 0) throw new ProxyFailed(failureOf(reply))
  await readExactly(socket, (await lengthOfAddress(socket, kind)) + 2)
  return socket
}

async function logIn(socket: Duplex, { username, password }: OutboundProxy): Promise<void> {
  const parts = [username ?? '', password ?? ''].map((text) => Buffer.from(text))
  socket.write(Buffer.concat([Buffer.from([1]), ...parts.flatMap((text) => [Buffer.from([text.length]), text])]))
  const [version, status] = await readExactly(socket, 2)
  if (version !== 1) throw new ProxyFailed('not_a_proxy')
  if (status !== 0) throw new ProxyFailed('credentials_refused')
}

/** A name goes as it is: the proxy looks it up. */
function addressOf(host: string): Buffer {
  if (isIPv4(host) || isIPv6(host)) {
    const address = ipaddr.parse(host)
    return Buffer.from([address.kind() === 'ipv4' ? IPV4 : IPV6, ...address.toByteArray()])
  }
  const name = Buffer.from(host)
  return Buffer.concat([Buffer.from([NAME, name.length]), name])
}

function portOf(port: number): Buffer {
  return Buffer.from([port >> 8, port & 0xff])
}

async function lengthOfAddress(socket: Duplex, kind: number | undefined): Promise<number> {
  switch (kind) {
    case IPV4:
      return 4
    case IPV6:
      return 16
    case NAME:
      return (await readExactly(socket, 1))[0] ?? 0
    default:
      throw new ProxyFailed('not_a_proxy')
  }
}

/** RFC 1928 §6. */
function failureOf(reply: number): ProxyFailure {
  switch (reply) {
    case 3:
    case 4:
    case 5:
    case 6:
      return 'target_unreachable'
    default:
      return 'target_refused'
  }
}

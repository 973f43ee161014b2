import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { buildConnector } from 'undici'
import type { Clock } from '../../kernel/clock.ts'
import { openPatience } from './given-up.ts'
import { connectByHttp } from './http-connect.ts'
import { type OutboundProxy, ProxyFailed, type Target } from './proxy.ts'
import { failedCallOf } from './read-failure.ts'
import { connectBySocks5 } from './socks5.ts'

/** From the look-up of the proxy's name until the tunnel is there: less than an engine waits for its connection. */
const LONGEST_TUNNEL_MS = 15_000

export interface TunnelDeps {
  clock: Clock
  /** Connects to the proxy itself, judged at the address dialled. */
  connect: buildConnector.connector
}

/**
 * A connection to `target` through a proxy. With `https` the way to the proxy is encrypted, its certificate checked.
 * Rejects with a `ProxyFailed`, and nothing else: after 15 s, or as soon as `caller` is aborted.
 */
export async function openTunnel(
  { clock, connect }: TunnelDeps,
  proxy: OutboundProxy,
  target: Target,
  caller: AbortSignal,
): Promise<Duplex> {
  const patience = openPatience(clock, LONGEST_TUNNEL_MS, caller)
  let socket: Socket | null = null
  try {
    socket = await patience.waitFor(dial(connect, proxy, patience.signal))
    const ask = proxy.protocol === 'socks5' ? connectBySocks5 : connectByHttp
    return await patience.waitFor(ask(socket, proxy, target))
  } catch (cause) {
    // What it still has to say is nobody's affair.
    socket?.on('error', () => {}).destroy()
    throw cause instanceof ProxyFailed ? cause : new ProxyFailed(failedCallOf(cause), { cause })
  } finally {
    patience.release()
  }
}

/** A connection that comes when nobody waits for it any more is closed. */
function dial(connect: buildConnector.connector, proxy: OutboundProxy, signal: AbortSignal): Promise<Socket> {
  const { protocol, host, port } = proxy
  const options = { hostname: host, host, protocol: protocol === 'https' ? 'https:' : 'http:', port: String(port) }
  return new Promise((resolve, reject) => {
    connect(options, (...[error, socket]) => {
      if (error !== null) return reject(error)
      if (signal.aborted) socket.on('error', () => {}).destroy()
      resolve(socket)
    })
  })
}

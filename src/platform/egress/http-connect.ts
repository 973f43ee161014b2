import { request } from 'node:http'
import { isIPv6 } from 'node:net'
import type { Duplex } from 'node:stream'
import { type OutboundProxy, ProxyFailed, type ProxyFailure, type Target } from './proxy.ts'

/** What a proxy may say before the tunnel begins. In bytes. */
const LONGEST_ANSWER = 16_384

/**
 * Asks an HTTP proxy for a tunnel (RFC 9110 §9.3.6), over a connection to it, and resolves with the tunnel. Rejects with
 * a `ProxyFailed`; a connection that breaks rejects with what Node says.
 */
export function connectByHttp(socket: Duplex, proxy: OutboundProxy, { host, port }: Target): Promise<Duplex> {
  const authority = `${isIPv6(host) ? `[${host}]` : host}:${port}`
  return new Promise((resolve, reject) => {
    const asked = request({
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, 'proxy-connection': 'keep-alive', ...authorizationOf(proxy) },
      createConnection: () => socket,
      maxHeaderSize: LONGEST_ANSWER,
    })
    // Without an agent Node would ask the proxy to close the connection.
    asked.removeHeader('connection')
    asked.once('connect', ({ statusCode = 0 }, tunnel, head) => {
      if (statusCode < 200 || statusCode > 299) return reject(new ProxyFailed(failureOf(statusCode)))
      if (head.length > 0) tunnel.unshift(head)
      resolve(tunnel)
    })
    asked.once('error', (cause) => reject(isNoHttp(cause) ? new ProxyFailed('not_a_proxy', { cause }) : cause))
    asked.end()
  })
}

/** RFC 7617, in UTF-8. */
function authorizationOf({ username, password }: OutboundProxy): Record<string, string> {
  if (username === null) return {}
  const credentials = Buffer.from(`${username}:${password ?? ''}`).toString('base64')
  return { 'proxy-authorization': `Basic ${credentials}` }
}

function failureOf(status: number): ProxyFailure {
  switch (status) {
    case 401:
    case 407:
      return 'credentials_refused'
    case 502:
    case 503:
    case 504:
      return 'target_unreachable'
    default:
      return 'target_refused'
  }
}

function isNoHttp(error: Error): boolean {
  return 'code' in error && String(error.code).startsWith('HPE_')
}

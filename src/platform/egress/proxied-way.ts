import type { ClientRequestArgs } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { isIP, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import { Agent, buildConnector, Dispatcher1Wrapper } from 'undici'
import { openTunnel, type TunnelDeps } from './open-tunnel.ts'
import type { OutboundProxy, Target } from './proxy.ts'

/** The way out through a proxy, for one who dials by himself. Nothing that uses it goes past the proxy. */
export interface ProxiedWay {
  /** For Node's requests and the WebSockets that begin as one, to addresses of this protocol. */
  agentTo(protocol: 'http:' | 'https:'): HttpsAgent
  /** For Node's own `fetch`, which speaks an older undici's language. */
  readonly dispatcher: NonNullable<RequestInit['dispatcher']>
  /** Gives up what is being built, and closes what was fetched. A WebSocket that is open stays. */
  close(): void
}

type Tunnel = (target: Target) => Promise<Duplex>
type OnConnected = (error: Error | null, stream: Duplex) => void

/** Nothing is dialled before it is used. What fails for the proxy's sake fails with a `ProxyFailed`. */
export function openProxiedWay(deps: TunnelDeps, proxy: OutboundProxy): ProxiedWay {
  const closing = new AbortController()
  const tunnel: Tunnel = (target) => openTunnel(deps, proxy, target, closing.signal)
  const fetching = new Agent({ connect: connectorThrough(tunnel), allowH2: false, maxHeaderSize: 16_384 })
  return {
    agentTo: (protocol) => new TunnelAgent(tunnel, protocol),
    dispatcher: new Dispatcher1Wrapper(fetching) as unknown as ProxiedWay['dispatcher'],
    close() {
      closing.abort()
      void fetching.destroy()
    },
  }
}

/** Every request has a tunnel of its own. */
class TunnelAgent extends HttpsAgent {
  readonly #tunnel: Tunnel
  readonly #isSecure: boolean

  constructor(tunnel: Tunnel, protocol: 'http:' | 'https:') {
    super({ keepAlive: false })
    this.#tunnel = tunnel
    this.#isSecure = protocol === 'https:'
    // Node refuses a request whose protocol is not its agent's.
    Object.assign(this, { protocol, defaultPort: this.#isSecure ? 443 : 80 })
  }

  override createConnection(options: ClientRequestArgs, onConnected?: OnConnected): null {
    const host = bare(options.host ?? options.hostname ?? '')
    this.#tunnel({ host, port: Number(options.port) }).then(
      (stream) => onConnected?.(null, this.#isSecure ? secure(stream, host) : stream),
      (error: Error) => (onConnected as ((error: Error) => void) | undefined)?.(error),
    )
    return null
  }
}

function secure(socket: Duplex, host: string): Duplex {
  const servername = isIP(host) === 0 ? { servername: host } : {}
  // Said aloud, for NODE_TLS_REJECT_UNAUTHORIZED=0 counts only where nothing is said.
  return connectTls({ socket, host, ...servername, ALPNProtocols: ['http/1.1'], rejectUnauthorized: true })
}

function connectorThrough(tunnel: Tunnel): buildConnector.connector {
  const secureOver = buildConnector({ allowH2: false, rejectUnauthorized: true, port: 0 })
  return (options, callback) => {
    const isSecure = options.protocol === 'https:'
    const port = Number(options.port) || (isSecure ? 443 : 80)
    tunnel({ host: bare(options.hostname), port }).then(
      (stream) => {
        const socket = stream as Socket
        if (isSecure) secureOver({ ...options, httpSocket: socket }, callback)
        else callback(null, socket)
      },
      (error: Error) => callback(error, null),
    )
  }
}

function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1')
}

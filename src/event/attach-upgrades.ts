import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'

/**
 * Hands a server's requests for a WebSocket to `upgrade`. Returns the connections that HTTP gave up for that and that are
 * still there: nobody else knows them.
 */
export function attachUpgrades(
  http: Server,
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void,
): ReadonlySet<Duplex> {
  const connections = new Set<Duplex>()
  /** How many answers a connection still owes. */
  const owed = new WeakMap<Duplex, number>()
  const owes = (socket: Duplex) => (owed.get(socket) ?? 0) > 0

  // Clients that offer HTTP/2 in passing (`Upgrade: h2c`, as Java's does with every request) mean plain HTTP. So does an
  // upgrade that was sent before earlier requests were answered: their answers would stand between its frames. Node's
  // property is not in its types yet.
  Object.assign(http, {
    shouldUpgradeCallback: (request: IncomingMessage) => isForWebSocket(request) && !owes(request.socket),
  })
  http.on('request', ({ socket }, response) => {
    owed.set(socket, (owed.get(socket) ?? 0) + 1)
    response.on('close', () => owed.set(socket, (owed.get(socket) ?? 1) - 1))
  })
  http.on('upgrade', (request, socket, head) => {
    socket.on('error', () => {})
    if (owes(socket)) {
      socket.destroy()
      return
    }
    connections.add(socket)
    socket.on('close', () => connections.delete(socket))
    upgrade(request, socket, head)
  })
  return connections
}

function isForWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.trim().toLowerCase() === 'websocket'
}

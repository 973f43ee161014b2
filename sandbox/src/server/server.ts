import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Connection, type ConnectionEnds, openConnection } from '../wire/connection.ts'
import type { Device } from './directory.ts'
import { logIn } from './login.ts'
import { createPresences } from './presence.ts'
import { handleStanza } from './stanzas.ts'
import type { World } from './world.ts'

/** Where companions connect, as at WhatsApp. */
const COMPANIONS = '/ws/chat'

/** Where the sandbox's own phones connect: they are always shown the right certificates. */
const PHONES = '/ws/phone'

export interface WhatsappServer {
  /** `ws://127.0.0.1:PORT/ws/chat` */
  url: string
  phoneUrl: string
  close(): Promise<void>
}

/** The certificate chains to present: what companions see may be wrong on purpose. */
export interface Chains {
  phones: Uint8Array
  companions: Uint8Array
}

/** Listens on loopback (port 0: any free one). Rejects when the port is taken. */
export async function startServer(world: World, chains: Chains, port: number): Promise<WhatsappServer> {
  const presences = createPresences()
  const devices = new Map<Connection, Device | null>()

  const ends = (certificates: Uint8Array): ConnectionEnds => ({
    staticKey: world.staticKey,
    certificates,
    onLogin: (connection, login) => devices.set(connection, logIn(connection, login, world)),
    onNode: (connection, stanza) => handleStanza(stanza, devices.get(connection) ?? null, connection, world, presences),
    onClose(connection) {
      const device = devices.get(connection)
      devices.delete(connection)
      world.pairing.end(connection)
      if (device?.session?.connection !== connection) return
      device.session = null
      presences.left(device, world)
    },
    onError: (error) => world.logger.warn({ err: error }, 'a client broke the protocol'),
  })

  const http = createServer((_request, response) => response.writeHead(426).end())
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 16 * 1024 * 1024 })
  http.on('upgrade', (request, stream, head) => {
    const path = (request.url ?? '').split('?')[0]
    if (path !== COMPANIONS && path !== PHONES) {
      stream.end('HTTP/1.1 404 Not Found\r\n\r\n')
      return
    }
    if (path === COMPANIONS) stream.once('close', world.visits.dialled())
    sockets.handleUpgrade(request, stream, head, (socket: WebSocket) => {
      openConnection(socket, ends(path === PHONES ? chains.phones : chains.companions))
    })
  })
  await listen(http, port)
  const origin = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`

  return {
    url: origin + COMPANIONS,
    phoneUrl: origin + PHONES,
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      const closed = new Promise<void>((resolve) => http.close(() => resolve()))
      http.closeAllConnections()
      await closed
    },
  }
}

function listen(http: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, '127.0.0.1', () => {
      http.off('error', reject)
      resolve()
    })
  })
}

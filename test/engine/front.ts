import { createHash } from 'node:crypto'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** What stands between the engine and WhatsApp: a network that can answer for it, or swallow everything. */
export interface Front {
  /** Where the engine is to dial. */
  url: string
  /** `refuse`: HTTP 401, as a proxy does. `silent`: the WebSocket opens, and nothing is ever said on it. */
  mood: 'through' | 'refuse' | 'silent'
  /** Connections that were ever made. */
  dials(): number
  /** Connections that are there now. */
  open(): number
  close(): Promise<void>
}

export async function startFront(whatsappUrl: string): Promise<Front> {
  const { port, pathname } = new URL(whatsappUrl)
  const sockets = new Set<Socket>()
  let dials = 0

  const server = createServer((socket) => {
    dials += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    if (front.mood === 'through') {
      const behind = connect(Number(port), '127.0.0.1')
      behind.on('error', () => socket.destroy())
      behind.on('close', () => socket.destroy())
      socket.on('close', () => behind.destroy())
      socket.pipe(behind).pipe(socket)
      return
    }
    const { mood } = front
    socket.once('data', (request) => {
      if (mood === 'refuse') socket.end('HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n')
      else socket.write(upgraded(request.toString('latin1')))
    })
    socket.on('data', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  const front: Front = {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    mood: 'through',
    dials: () => dials,
    open: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return front
}

/** RFC 6455, 4.2.2. */
function upgraded(request: string): string {
  const key = /sec-websocket-key: (\S+)/i.exec(request)?.[1] ?? ''
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
  const lines = ['HTTP/1.1 101 Switching Protocols', 'upgrade: websocket', 'connection: upgrade']
  return [...lines, `sec-websocket-accept: ${accept}`, '', ''].join('\r\n')
}

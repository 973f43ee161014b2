import { connect, type Socket } from 'node:net'

/** A TCP connection of a client that does as it likes. */
export interface Raw {
  socket: Socket
  /** All that came, as Latin-1. */
  text(): string
  send(text: string | Buffer): void
  /** Resolves when the other side has ended the connection, or cut it. */
  readonly ended: Promise<void>
}

const open: Socket[] = []

/** Connections of tests end with them: call it in `afterEach`. */
export function closeRaw(): void {
  for (const socket of open.splice(0)) socket.destroy()
}

/** Connects; its own side stays open until it ends it. */
export function openRaw(baseUrl: string): Raw {
  const { hostname, port } = new URL(baseUrl)
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
  open.push(socket)
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.on('error', () => {})
  const ended = new Promise<void>((resolve) => {
    socket.on('end', resolve)
    socket.on('close', () => resolve())
  })
  return {
    socket,
    text: () => Buffer.concat(chunks).toString('latin1'),
    send: (text) => void socket.write(text),
    ended,
  }
}

/** A request for an upgrade; a header that is undefined is left out. */
export function upgradeRequest(target: string, headers: Record<string, string | undefined> = {}, method = 'GET') {
  const all = {
    Host: 'gateway.example',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  }
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}\r\n`]))
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`
}

export const TEXT = 1
export const BINARY = 2
export const PING = 9

/** A frame of a client; its mask is zero. */
export function frame(opcode: number, payload: Buffer, isFinal = true): Buffer {
  const first = (isFinal ? 0x80 : 0) | opcode
  const { length } = payload
  const head = length < 126 ? Buffer.from([first, 0x80 | length]) : Buffer.alloc(length < 65_536 ? 4 : 10)
  if (length >= 126) {
    head[0] = first
    head[1] = 0x80 | (length < 65_536 ? 126 : 127)
    if (length < 65_536) head.writeUInt16BE(length, 2)
    else head.writeBigUInt64BE(BigInt(length), 2)
  }
  return Buffer.concat([head, Buffer.alloc(4), payload])
}

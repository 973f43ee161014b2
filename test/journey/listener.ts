import { WebSocket } from 'ws'
import { insistOnDescribedEvent } from '../described.ts'
import type { TestGateway } from './gateway.ts'

/** A frame as a client of `/ws` reads it. */
export interface Frame {
  id: string
  event: string
  truncated?: boolean
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not
  data: any
}

/** Somebody who listens on `/ws/:instance`. */
export interface ListeningSocket {
  /** Every frame, in the order in which they came. */
  frames: Frame[]
  /** The code that it was closed with. */
  readonly closed: Promise<number>
  isClosed(): boolean
  /** Hangs up without a word. */
  drop(): void
}

/** Listens; each event is held against docs/openapi.json. @throws Error when it is refused */
export async function listenOn(gateway: TestGateway, name: string, query = '', token = gateway.accountToken) {
  return listenWith(gateway, name, { token }, query)
}

/** Listens as whoever sends these headers. @throws Error when it is refused */
export async function listenWith(gateway: TestGateway, name: string, headers: Record<string, string>, query = '') {
  const socket = new WebSocket(`${gateway.baseUrl.replace('http', 'ws')}/ws/${name}${query}`, { headers })
  const frames: Frame[] = []
  socket.on('message', (text) => {
    const frame = JSON.parse(String(text)) as Frame
    if (frame.event !== 'replay.done') insistOnDescribedEvent(frame)
    frames.push(frame)
  })
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  await new Promise((resolve, reject) => {
    socket.on('open', resolve)
    socket.on('error', reject)
  })
  return {
    frames,
    closed,
    isClosed: () => socket.readyState === WebSocket.CLOSED,
    drop: () => socket.terminate(),
  } satisfies ListeningSocket
}

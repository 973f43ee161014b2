import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A customer's server that takes its time. */
export interface SlowReceiver {
  url: string
  /** How long each answer takes; null: it never comes. */
  holdMs: number | null
  /** Calls that are not answered yet. */
  open(): number
  /** By `webhook-id`: how often it came, and how often its answer was written. */
  came: Map<string, { times: number; confirmed: number }>
  close(): Promise<void>
}

export async function startSlowReceiver(holdMs: number | null): Promise<SlowReceiver> {
  const came: SlowReceiver['came'] = new Map()
  const held = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    const id = String(request.headers['webhook-id'])
    const known = came.get(id) ?? { times: 0, confirmed: 0 }
    came.set(id, known)
    known.times += 1
    held.add(response)
    request.resume().on('error', () => {})
    response.on('finish', () => {
      known.confirmed += 1
    })
    response.on('close', () => held.delete(response))
    if (receiver.holdMs !== null) setTimeout(() => response.writeHead(204).end(), receiver.holdMs)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const receiver: SlowReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    holdMs,
    open: () => held.size,
    came,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
  return receiver
}

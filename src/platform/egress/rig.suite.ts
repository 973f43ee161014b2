import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach } from 'vitest'
import { type Clock, systemClock } from '../../kernel/clock.ts'
import { createEgress, type Egress } from './egress.ts'
import type { Resolve } from './look-up.ts'

const closing: (() => void | Promise<void>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

export const loopbackName: Resolve = async () => [{ address: '127.0.0.1', family: 4 }]

/** A way out that is closed after the test. Every name is loopback, unless `resolve` says otherwise. */
export function openEgress(allow: string[], resolve: Resolve = loopbackName, clock: Clock = systemClock): Egress {
  const made = createEgress({ allow, clock, resolve })
  closing.push(() => made.close())
  return made
}

/** A server on 127.0.0.1, or another address of loopback, closed after the test. */
export async function receiver(
  answer: RequestListener,
  host = '127.0.0.1',
): Promise<{ port: number; calls: () => number; connections: () => number; server: Server }> {
  let calls = 0
  let connections = 0
  const server = createServer((request, response) => {
    calls += 1
    answer(request, response)
  })
  server.on('connection', () => {
    connections += 1
  })
  server.listen(0, host)
  await once(server, 'listening')
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, calls: () => calls, connections: () => connections, server }
}

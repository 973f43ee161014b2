import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { insistOnDescribedEvent } from '../described.ts'

/** One delivery as a customer's server got it. */
export interface Delivery {
  path: string
  headers: IncomingHttpHeaders
  /** The body, byte for byte, for the signature. */
  raw: string
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not
  event: any
  /** What it was answered with. */
  status: number
}

/** A customer's server on loopback. */
export interface Receiver {
  url: string
  /** What every delivery from now on is answered with. */
  status: number
  deliveries: Delivery[]
  /** @throws Error when an event was not as docs/openapi.json says */
  close(): Promise<void>
}

export async function startReceiver(status = 204): Promise<Receiver> {
  const deliveries: Delivery[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString()
      deliveries.push({
        path: request.url ?? '',
        headers: request.headers,
        raw,
        event: JSON.parse(raw),
        status: receiver.status,
      })
      response.writeHead(receiver.status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    status,
    deliveries,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
      for (const { event } of deliveries) insistOnDescribedEvent(event)
    },
  }
  return receiver
}

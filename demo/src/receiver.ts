import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A webhook receiver on loopback, as a customer's own server would be. */
export interface Receiver {
  url: string
  /** Resolves with the first event that passes the test. */
  waitFor(passes: (event: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>
  close(): void
}

export async function startReceiver(): Promise<Receiver> {
  const events: Record<string, unknown>[] = []
  const watchers = new Set<() => void>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      response.writeHead(204).end()
      events.push(parse(Buffer.concat(chunks).toString()))
      for (const look of watchers) look()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/answers`,
    waitFor(passes) {
      return new Promise((resolve) => {
        const look = () => {
          const event = events.find(passes)
          if (!event) return
          watchers.delete(look)
          resolve(event)
        }
        watchers.add(look)
        look()
      })
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** Anybody on this machine may call a port; what is no JSON passes no test. */
function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}

import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** Another address of a WhatsApp, where every connection is counted. */
export interface Front {
  /** As `WHATSAPP_URL` has it. */
  url: string
  connections(): number
  close(): void
}

export async function countConnections(whatsappUrl: string): Promise<Front> {
  const { hostname, port } = new URL(whatsappUrl)
  const open = new Set<Socket>()
  let connections = 0
  const server = createServer((client) => {
    connections += 1
    const target = connect(Number(port), hostname)
    for (const [one, other] of [
      [client, target],
      [target, client],
    ] as const) {
      open.add(one)
      one.on('error', () => {}).on('close', () => other.destroy())
      one.pipe(other)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(whatsappUrl)
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    connections: () => connections,
    close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}

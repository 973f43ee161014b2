import { connect, createServer, type Socket } from 'node:net'

export interface TestProxy {
  origin: string
  close(): Promise<void>
}

const BAD_GATEWAY = '<h1>502 Bad Gateway</h1>'
const REFUSAL = [
  'HTTP/1.1 502 Bad Gateway',
  'Content-Type: text/html',
  `Content-Length: ${BAD_GATEWAY.length}`,
  'Connection: close',
  '',
  BAD_GATEWAY,
].join('\r\n')

/** Stands before a gateway as nginx or Caddy do: answers 502 itself to everything while the gateway is stopped. */
export async function startProxy(portOfGateway: () => number): Promise<TestProxy> {
  const open = new Set<Socket>()
  const server = createServer((client) => {
    open.add(client)
    let isThere = false
    const gateway = connect(portOfGateway(), '127.0.0.1', () => {
      isThere = true
      client.pipe(gateway).pipe(client)
    })
    gateway.on('error', () => {
      if (isThere) client.destroy()
      else client.once('data', () => client.end(REFUSAL))
    })
    client.on('error', () => gateway.destroy())
    client.on('close', () => {
      open.delete(client)
      gateway.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close() {
      for (const client of open) client.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

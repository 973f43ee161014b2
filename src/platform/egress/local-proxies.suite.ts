import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** A proxy on 127.0.0.1 that really connects. Written for tests, and not with what it tests. */
export interface LocalProxy {
  port: number
  /** `host:port` of each tunnel that was asked for with the right credentials, as the proxy was told it. */
  targets: string[]
  /** How often somebody connected. */
  connections(): number
  /** How often the credentials were wrong, or missing. */
  strangers(): number
  /** Tunnels that are open now. */
  open(): number
  /** Cuts every connection. */
  cut(): void
  close(): Promise<void>
}

export interface LocalProxyOptions {
  username?: string
  password?: string
  /** Certificate and key: an HTTP proxy that is spoken to by TLS. */
  tls?: { cert: string; key: string }
  /** The same as the one that was there before. */
  port?: number
}

/** Speaks HTTP CONNECT; what it cannot reach is a 502. */
export function startHttpProxy(options: LocalProxyOptions = {}): Promise<LocalProxy> {
  const { username, password, tls } = options
  const right = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const server = tls ? createHttpsServer(tls) : createHttpServer()
  return listen(server, options, (tally) => {
    server.on('connect', ({ url = '', headers }, client: Duplex, head) => {
      client.on('error', () => {})
      if (username !== undefined && headers['proxy-authorization'] !== right) {
        tally.strangers += 1
        client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="test"\r\n\r\n')
        return
      }
      tally.targets.push(url)
      const { hostname, port } = new URL(`http://${url}`)
      join(tally, client, hostname.replace(/^\[(.*)\]$/, '$1'), Number(port) || 80, {
        onOpen: () => client.write('HTTP/1.1 200 Connection established\r\n\r\n'),
        onFailure: () => client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n'),
      })
      if (head.length > 0) client.unshift(head)
    })
  })
}

/** Speaks SOCKS5 with or without a username; what it cannot reach is a "host unreachable". */
export function startSocks5Proxy(options: LocalProxyOptions = {}): Promise<LocalProxy> {
  const server = createServer()
  return listen(server, options, (tally) => {
    server.on('connection', (client) => void serveSocks5(client, options, tally).catch(() => client.destroy()))
  })
}

interface Tally {
  targets: string[]
  strangers: number
  tunnels: Set<Duplex>
}

async function listen(server: Server, options: LocalProxyOptions, serve: (tally: Tally) => void): Promise<LocalProxy> {
  const tally: Tally = { targets: [], strangers: 0, tunnels: new Set() }
  const clients = new Set<Socket>()
  let connections = 0
  server.on('connection', (client: Socket) => {
    connections += 1
    clients.add(client)
    client.on('error', () => {}).on('close', () => clients.delete(client))
  })
  serve(tally)
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    for (const client of clients) client.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    targets: tally.targets,
    connections: () => connections,
    strangers: () => tally.strangers,
    open: () => tally.tunnels.size,
    cut,
    async close() {
      const closed = once(server, 'close')
      server.close()
      cut()
      await closed
    },
  }
}

function join(
  { tunnels }: Tally,
  client: Duplex,
  host: string,
  port: number,
  { onOpen, onFailure }: { onOpen(): void; onFailure(): void },
): void {
  // Names belong to the proxy: the ones of the tests are this machine, or nobody.
  const target = connect({ port, host: host === 'sandbox.example' ? '127.0.0.1' : host, lookup: nobody })
  target.once('connect', () => {
    target.off('error', onFailure).on('error', () => client.destroy())
    tunnels.add(client)
    onOpen()
    client.pipe(target).pipe(client)
  })
  target.once('error', onFailure)
  client.on('close', () => {
    tunnels.delete(client)
    target.destroy()
  })
  target.on('close', () => client.destroy())
}

const nobody = (hostname: string, _options: unknown, answer: (error: Error, address: string, family: number) => void) =>
  answer(new Error(`${hostname} is nobody`), '', 4)

/** Hands out bytes in the sizes that are asked for, however they came. */
async function serveSocks5(client: Socket, { username, password }: LocalProxyOptions, tally: Tally): Promise<void> {
  const take = async (size: number): Promise<Buffer> => {
    for (;;) {
      const bytes: Buffer | null = size === 0 ? Buffer.alloc(0) : client.read(size)
      if (bytes !== null) return bytes
      await once(client, 'readable')
    }
  }
  const sized = async () => (await take((await take(1))[0] ?? 0)).toString()
  const [, count = 0] = await take(2)
  const offered = [...(await take(count))]
  const wanted = username === undefined ? 0 : 2
  if (!offered.includes(wanted)) {
    tally.strangers += 1
    client.end(Buffer.from([5, 0xff]))
    return
  }
  client.write(Buffer.from([5, wanted]))
  if (wanted === 2) {
    await take(1)
    const isRight = (await sized()) === username && (await sized()) === password
    client.write(Buffer.from([1, isRight ? 0 : 1]))
    if (!isRight) {
      tally.strangers += 1
      client.end()
      return
    }
  }
  const [, , , kind = 0] = await take(4)
  const host = kind === 3 ? await sized() : [...(await take(kind === 1 ? 4 : 16))].join('.')
  const port = (await take(2)).readUInt16BE()
  tally.targets.push(`${host}:${port}`)
  const reply = (code: number) => Buffer.from([5, code, 0, 1, 127, 0, 0, 1, 0, 0])
  join(tally, client, host, port, {
    onOpen: () => client.write(reply(0)),
    onFailure: () => client.end(reply(4)),
  })
}

import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../kernel/clock.ts'
import { handClock } from '../db/hand-clock.suite.ts'
import { readNetworks } from './address.ts'
import { guardedConnector } from './connector.ts'
import { openTunnel, type TunnelDeps } from './open-tunnel.ts'
import { type OutboundProxy, ProxyFailed } from './proxy.ts'
import { loopbackName, openEgress } from './rig.suite.ts'

const TARGET = { host: 'whatsapp.example', port: 443 }
const WHO = { username: 'ana', password: 'segredo' }
const NO_ONE = { username: null, password: null }

/** A proxy that does what the test says with every connection. */
async function listen(serve: (client: Socket) => void) {
  const clients = new Set<Socket>()
  const { promise: met, resolve } = Promise.withResolvers<void>()
  const server = createServer((client) => {
    clients.add(client)
    client.on('error', () => {}).on('close', () => clients.delete(client))
    serve(client)
    // Who does not read never learns that it was left.
    client.resume()
    resolve()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    for (const client of clients) client.destroy()
  })
  return { port: (server.address() as AddressInfo).port, open: () => clients.size, met }
}

const connect = guardedConnector({
  clock: systemClock,
  resolve: loopbackName,
  allowed: readNetworks(['127.0.0.0/8']),
})

function tunnel(port: number, about: Partial<OutboundProxy>, deps: Partial<TunnelDeps> = {}, signal?: AbortSignal) {
  const proxy: OutboundProxy = { protocol: 'socks5', host: '127.0.0.1', port, ...NO_ONE, ...about }
  const clock = systemClock
  return openTunnel({ clock, connect, ...deps }, proxy, TARGET, signal ?? new AbortController().signal).catch(
    (error: unknown) => (error instanceof ProxyFailed ? error.reason : error),
  )
}

/** Writes for ever, as fast as it is read. */
function flood(client: Socket, start: string, again: string): void {
  client.write(start)
  const more = () => {
    while (!client.destroyed && client.write(again.repeat(1_000))) {}
  }
  client.on('drain', more)
  more()
}

test.each<[string, string, (client: Socket) => void]>([
  ['headers without end', 'not_a_proxy', (client) => flood(client, 'HTTP/1.1 200 OK\r\n', 'x-more: 1\r\n')],
  ['a header without end', 'not_a_proxy', (client) => flood(client, 'HTTP/1.1 200 OK\r\nx: ', 'x')],
  ['a status line without end', 'not_a_proxy', (client) => flood(client, 'HTTP/1.1 200 ', 'x')],
  ['bytes without sense', 'not_a_proxy', (client) => flood(client, '', '\u0000\u0001\u00ff')],
  ['a greeting of something else', 'not_a_proxy', (client) => void client.write('SSH-2.0-OpenSSH_9.9\r\n')],
  ['the end of it', 'connection_failed', (client) => void client.end()],
  ['half a header', 'connection_failed', (client) => void client.end('HTTP/1.1 200 OK\r\nx-')],
  ['a redirect', 'target_refused', (client) => void client.end('HTTP/1.1 302 Found\r\nLocation: http://x/\r\n\r\n')],
  ['a page', 'target_refused', (client) => flood(client, 'HTTP/1.1 403 Forbidden\r\n\r\n', '<html>')],
])('http: %s: %s, and the connection is closed', async (_case, reason, serve) => {
  const { port, open } = await listen(serve)
  expect(await tunnel(port, { protocol: 'http' })).toBe(reason)
  await expect.poll(open).toBe(0)
})

/** SOCKS5 that answers each thing it hears with the next of these. */
function answering(...answers: number[][]) {
  return (client: Socket) => {
    client.on('data', () => {
      const next = answers.shift()
      if (next) client.write(Buffer.from(next))
    })
  }
}

test.each<[string, string, Partial<OutboundProxy>, (client: Socket) => void]>([
  ['another version', 'not_a_proxy', {}, answering([4, 0])],
  ['an HTTP answer', 'not_a_proxy', {}, (client) => void client.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ['no method that we know', 'credentials_refused', {}, answering([5, 0xff])],
  ['a method that was not offered', 'not_a_proxy', {}, answering([5, 2])],
  ['GSSAPI', 'not_a_proxy', WHO, answering([5, 1])],
  ['another version of the log-in', 'not_a_proxy', WHO, answering([5, 2], [5, 0])],
  ['a wrong password', 'credentials_refused', WHO, answering([5, 2], [1, 1])],
  ['another version of the answer', 'not_a_proxy', {}, answering([5, 0], [0, 0, 0, 1])],
  ['not allowed', 'target_refused', {}, answering([5, 0], [5, 2, 0, 1, 0, 0, 0, 0, 0, 0])],
  ['host unreachable', 'target_unreachable', {}, answering([5, 0], [5, 4, 0, 1])],
  ['an address of no kind', 'not_a_proxy', {}, answering([5, 0], [5, 0, 0, 9])],
  ['the end in the middle', 'not_a_proxy', {}, (client) => void client.end(Buffer.from([5]))],
  ['the end at once', 'not_a_proxy', {}, (client) => void client.end()],
])('socks5: %s: %s, and the connection is closed', async (_case, reason, who, serve) => {
  const { port, open } = await listen(serve)
  expect(await tunnel(port, who)).toBe(reason)
  await expect.poll(open).toBe(0)
})

test.each(['http', 'socks5', 'https'] as const)('%s: a proxy that is silent is given up', async (protocol) => {
  const { port, open, met } = await listen(() => {})
  const clock = handClock()
  const given = tunnel(port, { protocol }, { clock })
  await met
  clock.advance()
  expect(await given).toBe('timeout')
  // A TLS handshake ends by the connector's own patience.
  if (protocol !== 'https') await expect.poll(open).toBe(0)
})

test.each(['http', 'socks5'] as const)('%s: a proxy that drips is given up with the rest', async (protocol) => {
  const { port, open, met } = await listen((client) => {
    client.write(protocol === 'http' ? 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n' : Buffer.from([5]))
  })
  const clock = handClock()
  const given = tunnel(port, { protocol }, { clock })
  await met
  clock.advance()
  expect(await given).toBe('timeout')
  await expect.poll(open).toBe(0)
})

test('a way that is closed leaves no tunnel half built', async () => {
  const { port, open, met } = await listen(() => {})
  const way = openEgress(['127.0.0.0/8']).through({ protocol: 'socks5', host: '127.0.0.1', port, ...NO_ONE })
  const asked = fetch('http://whatsapp.example/', { dispatcher: way.dispatcher }).catch((error: Error) => error)
  await met
  way.close()
  expect(await asked).toBeInstanceOf(Error)
  await expect.poll(open).toBe(0)
})

test('socks5: what the target says first is not lost behind the answer of the proxy', async () => {
  const { port } = await listen((client) => {
    client.once('data', () => {
      client.write(Buffer.from([5, 0]))
      client.once('data', () => client.write(Buffer.from([5, 0, 0, 3, 2, 0x78, 0x78, 0, 80, 0x6f, 0x69])))
    })
  })
  const through = await tunnel(port, {})
  expect(String((await once(through as Socket, 'data'))[0])).toBe('oi')
  ;(through as Socket).destroy()
})

test('http: what the target says first is not lost behind the answer of the proxy', async () => {
  const { port } = await listen((client) => void client.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\noi'))
  const through = await tunnel(port, { protocol: 'http' })
  expect(String((await once(through as Socket, 'data'))[0])).toBe('oi')
  ;(through as Socket).destroy()
})

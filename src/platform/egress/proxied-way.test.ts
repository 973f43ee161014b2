import { once } from 'node:events'
import { request } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { type LocalProxy, type LocalProxyOptions, startHttpProxy, startSocks5Proxy } from './local-proxies.suite.ts'
import type { ProxiedWay } from './proxied-way.ts'
import { type OutboundProxy, ProxyFailed } from './proxy.ts'
import { openEgress, receiver } from './rig.suite.ts'

const KINDS = [
  ['http', startHttpProxy],
  ['socks5', startSocks5Proxy],
] as const
const ANA = { username: 'ana@loja', password: 'segredo: ção' }

function way(port: number, about: Partial<OutboundProxy> = {}, egress = openEgress(['127.0.0.0/8'])): ProxiedWay {
  const opened = egress.through({
    protocol: 'http',
    host: '127.0.0.1',
    port,
    username: null,
    password: null,
    ...about,
  })
  onTestFinished(() => opened.close())
  return opened
}

async function started(start: (options: LocalProxyOptions) => Promise<LocalProxy>, options: LocalProxyOptions = {}) {
  const proxy = await start(options)
  onTestFinished(() => proxy.close())
  return proxy
}

/** What a request through the way comes to: a status, or the word for what failed. */
async function outcome(through: ProxiedWay, url: string): Promise<number | string> {
  try {
    const { status } = await fetch(url, { dispatcher: through.dispatcher })
    return status
  } catch (error) {
    const { cause } = error as Error
    return cause instanceof ProxyFailed ? cause.reason : String(cause)
  }
}

/** The same by Node's own requests. */
function outcomeOfRequest(through: ProxiedWay, url: string): Promise<number | string> {
  return new Promise((resolve) => {
    const asked = request(url, { agent: through.agentTo('http:') }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    asked.on('error', (error) => resolve(error instanceof ProxyFailed ? error.reason : String(error)))
    asked.end()
  })
}

for (const [protocol, start] of KINDS) {
  test.each([{}, ANA])(
    `${protocol}: requests and WebSockets go through it %j, and nothing goes past it`,
    async (who) => {
      const proxy = await started(start, who)
      const { port, connections } = await receiver((_request, response) => response.end('through'))
      const through = way(proxy.port, { protocol, ...who })
      expect(await outcome(through, `http://sandbox.example:${port}/`)).toBe(200)
      expect(await outcomeOfRequest(through, `http://127.0.0.1:${port}/`)).toBe(200)
      expect(proxy.targets).toEqual([`sandbox.example:${port}`, `127.0.0.1:${port}`])
      expect(connections()).toBe(2)

      const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
      onTestFinished(() => server.close())
      await once(server, 'listening')
      server.on('connection', (socket) => socket.on('message', (text) => socket.send(`${text}!`)))
      const at = (server.address() as { port: number }).port
      const socket = new WebSocket(`ws://sandbox.example:${at}/ws`, { agent: through.agentTo('http:') })
      await once(socket, 'open')
      socket.send('oi')
      expect(String((await once(socket, 'message'))[0])).toBe('oi!')
      expect(proxy.targets.at(-1)).toBe(`sandbox.example:${at}`)
      socket.terminate()
      await expect.poll(() => server.clients.size).toBe(0)
    },
  )

  test.each([
    ['a wrong password', { username: ANA.username, password: 'wrong' }],
    ['no credentials', {}],
  ])(`${protocol}: %s are said, and nobody is reached`, async (_case, who) => {
    const proxy = await started(start, ANA)
    const { port, connections } = await receiver((_request, response) => response.end())
    const through = way(proxy.port, { protocol, ...who })
    expect(await outcome(through, `http://127.0.0.1:${port}/`)).toBe('credentials_refused')
    expect(await outcomeOfRequest(through, `http://127.0.0.1:${port}/`)).toBe('credentials_refused')
    expect([proxy.strangers(), connections(), proxy.targets]).toEqual([2, 0, []])
  })

  test(`${protocol}: a target that it cannot reach, a dead proxy, one that leads inside`, async () => {
    const proxy = await start({})
    const { port, connections } = await receiver((_request, response) => response.end())
    expect(await outcome(way(proxy.port, { protocol }), 'http://nobody.example/')).toBe('target_unreachable')
    const inside = way(proxy.port, { protocol }, openEgress([]))
    const before = proxy.connections()
    expect(await outcome(inside, `http://127.0.0.1:${port}/`)).toBe('address_refused')
    expect(await outcomeOfRequest(inside, `http://127.0.0.1:${port}/`)).toBe('address_refused')
    expect([proxy.connections(), connections()]).toEqual([before, 0])
    await proxy.close()
    expect(await outcome(way(proxy.port, { protocol }), `http://127.0.0.1:${port}/`)).toBe('connection_refused')
    expect(connections()).toBe(0)
  })

  test(`${protocol}: a name that was public when it was kept and is loopback when it is dialled is refused`, async () => {
    const proxy = await started(start)
    const answers = ['93.184.216.34', '127.0.0.1']
    const egress = openEgress([], async () => [{ address: answers.shift() ?? '127.0.0.1', family: 4 }])
    expect(await egress.checkHost('proxy.example')).toEqual({ type: 'open' })
    const through = way(proxy.port, { protocol, host: 'proxy.example' }, egress)
    expect(await outcome(through, 'http://nobody.example/')).toBe('address_refused')
    expect(proxy.connections()).toBe(0)
  })
}

import { once } from 'node:events'
import { createServer, request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buildConnector } from 'undici'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../kernel/clock.ts'
import { startHttpProxy, startSocks5Proxy } from './local-proxies.suite.ts'
import { openProxiedWay, type ProxiedWay } from './proxied-way.ts'
import { ProxyFailed } from './proxy.ts'
import { openEgress, receiver } from './rig.suite.ts'
import { makeCertificate } from './self-made-certificate.suite.ts'

const WHO = { username: 'ana', password: 'segredo' }

async function outcome(way: ProxiedWay, url: string): Promise<unknown> {
  onTestFinished(() => way.close())
  try {
    return (await fetch(url, { dispatcher: way.dispatcher })).status
  } catch (error) {
    const { cause } = error as { cause: Error & { code?: string } }
    return cause instanceof ProxyFailed ? cause.reason : cause.code
  }
}

test('a proxy that is spoken to by TLS has to prove who it is before it hears who we are', async () => {
  const tls = makeCertificate('127.0.0.1')
  const proxy = await startHttpProxy({ ...WHO, tls })
  onTestFinished(() => proxy.close())
  const { port, connections } = await receiver((_request, response) => response.end())
  const address = { protocol: 'https', host: '127.0.0.1', port: proxy.port, ...WHO } as const
  const url = `http://127.0.0.1:${port}/`
  expect(await outcome(openEgress(['127.0.0.0/8']).through(address), url)).toBe('tls_failed')
  expect([proxy.targets, proxy.strangers(), connections()]).toEqual([[], 0, 0])

  const connect = buildConnector({ ca: tls.cert, allowH2: false, port: 0 })
  expect(await outcome(openProxiedWay({ clock: systemClock, connect }, address), url)).toBe(200)
  expect([proxy.targets, connections()]).toEqual([[`127.0.0.1:${port}`], 1])
})

test.each([
  ['http', startHttpProxy],
  ['socks5', startSocks5Proxy],
] as const)('%s: behind the proxy the target has to prove who it is', async (protocol, start) => {
  const proxy = await start()
  onTestFinished(() => proxy.close())
  let heard = 0
  const server = createServer(makeCertificate('127.0.0.1'), (_request, response) => {
    heard += 1
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const way = openEgress(['127.0.0.0/8']).through({
    protocol,
    host: '127.0.0.1',
    port: proxy.port,
    username: null,
    password: null,
  })
  expect(await outcome(way, `https://127.0.0.1:${port}/`)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
  const asked = request({ host: '127.0.0.1', port, agent: way.agentTo('https:') }).end()
  expect((await once(asked, 'error'))[0]).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  expect([proxy.targets.length, heard]).toEqual([2, 0])
})

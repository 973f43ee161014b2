import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  type LocalProxy,
  type LocalProxyOptions,
  startHttpProxy,
  startSocks5Proxy,
} from '../../src/platform/egress/local-proxies.suite.ts'
import { countConnections, type Front } from './front.ts'
import { type GatewayOptions, startGateway, type TestGateway } from './gateway.ts'
import { listenOn } from './listener.ts'
import { control, type Sandbox, scanCode, startSandbox, statusOf, untilStatus } from './sandbox.ts'

const ANA = { username: 'ana@loja', password: 'segredo: ção' }
const FAILED = 'The instance could not be linked: the proxy could not be reached, refused us, or did not reach WhatsApp'

let sandbox: Sandbox
let front: Front
const left: (() => unknown)[] = []
let phones = 5511922220000

beforeAll(async () => {
  sandbox = await startSandbox()
})

afterEach(async () => {
  for (const step of left.splice(0).reverse()) await step()
})

afterAll(() => sandbox.close())

/** A gateway that knows WhatsApp by an address of its own, where every connection is counted. */
async function start(options: GatewayOptions = {}): Promise<TestGateway> {
  front = await countConnections(sandbox.whatsappUrl)
  left.push(front.close)
  return startBehind(front.url, options)
}

async function startBehind(whatsappUrl: string, options: GatewayOptions = {}): Promise<TestGateway> {
  const gateway = await startGateway({ sandbox: { ...sandbox, whatsappUrl }, ...options })
  left.push(() => gateway.stop())
  return gateway
}

async function startProxy(
  start: (options: LocalProxyOptions) => Promise<LocalProxy>,
  options: LocalProxyOptions = {},
): Promise<LocalProxy> {
  const proxy = await start(options)
  left.push(proxy.close)
  return proxy
}

const newPhone = () => String(++phones)

const create = (gateway: TestGateway, proxy: object) =>
  gateway.call('POST', '/api/instance/new', { body: { name: 'shop', ...proxy } })

const configure = (gateway: TestGateway, body: object) => gateway.call('POST', '/api/instance/proxy/shop', { body })

const connect = (gateway: TestGateway) => gateway.call('GET', '/api/instance/connect/shop')

test.each([
  ['http', startHttpProxy, {}],
  ['http', startHttpProxy, ANA],
  ['socks5', startSocks5Proxy, {}],
  ['socks5', startSocks5Proxy, ANA],
])('%s: a number is linked and stays linked through it, and nothing goes past it', async (protocol, open, who) => {
  const proxy = await startProxy(open, who)
  const gateway = await start()
  const { username, password } = { username: undefined, password: undefined, ...who }
  const made = await create(gateway, {
    proxyEnabled: true,
    proxyHost: '127.0.0.1',
    proxyPort: String(proxy.port),
    proxyProtocol: protocol,
    proxyUsername: username,
    proxyPassword: password,
  })
  const shown = { enabled: true, host: '127.0.0.1', port: proxy.port, protocol, username: username ?? null }
  expect([made.status, made.body.instance.proxy]).toEqual([201, shown])
  const phone = newPhone()
  await scanCode(gateway, sandbox, 'shop', phone)
  // Linking ends the first connection, and begins another.
  expect(proxy.targets).toEqual(Array(2).fill(new URL(front.url).host))
  expect(front.connections()).toBe(2)

  const sent = await gateway.call('POST', '/api/message/text/shop', { body: { number: phone, message: 'oi' } })
  expect(sent.body).toMatchObject({ status: 'sent' })
  await gateway.call('POST', '/api/instance/reconnect/shop')
  await expect.poll(() => proxy.targets.length).toBe(3)
  await untilStatus(gateway, 'shop', 'connected')
  expect([front.connections(), proxy.open(), proxy.strangers()]).toEqual([3, 1, 0])
  await gateway.stop()
  await expect.poll(() => proxy.open()).toBe(0)
})

test('a proxy looks the name of WhatsApp up itself', async () => {
  const proxy = await startProxy(startSocks5Proxy)
  const port = new URL(sandbox.whatsappUrl).port
  const environment = { WHATSAPP_URL_I_KNOW_WHAT_I_AM_DOING: 'true', WHATSAPP_TIME_SCALE: '1' }
  const gateway = await startBehind(sandbox.whatsappUrl.replace('127.0.0.1', 'sandbox.example'), { environment })
  await create(gateway, { proxyHost: '127.0.0.1', proxyPort: proxy.port, proxyProtocol: 'SOCKS5H' })
  expect((await connect(gateway)).body.status).toBe('qr')
  expect(proxy.targets).toEqual([`sandbox.example:${port}`])
})

test.each([
  ['a wrong password', startHttpProxy, 'http', { username: ANA.username, password: 'wrong' }],
  ['a wrong password', startSocks5Proxy, 'socks5', { username: ANA.username, password: 'wrong' }],
  ['no password', startHttpProxy, 'http', {}],
  ['no password', startSocks5Proxy, 'socks5', {}],
  ['another protocol', startSocks5Proxy, 'http', ANA],
  ['another protocol', startHttpProxy, 'socks5', ANA],
  ['TLS where there is none', startHttpProxy, 'https', ANA],
])('%s: linking says that the proxy failed (%#)', async (_case, open, protocol, who) => {
  const proxy = await startProxy(open, ANA)
  const gateway = await start()
  await create(gateway, {})
  await configure(gateway, { host: '127.0.0.1', port: proxy.port, protocol, ...who })
  const { status, body } = await connect(gateway)
  expect([status, body.error.code, body.error.message]).toEqual([503, 'link_failed', FAILED])
  expect([front.connections(), proxy.targets]).toEqual([0, []])
  expect((await statusOf(gateway, 'shop')).status).toBe('disconnected')
})

test('a proxy that dies takes the line with it; the line comes back with the proxy, and never without', async () => {
  const proxy = await startHttpProxy()
  const gateway = await start()
  const heard = { websocketEnabled: true, websocketEvents: ['instance.state'] }
  await create(gateway, { proxyHost: '127.0.0.1', proxyPort: proxy.port, ...heard })
  await scanCode(gateway, sandbox, 'shop', newPhone())
  const ear = await listenOn(gateway, 'shop')
  left.push(ear.drop)
  await proxy.close()
  await untilStatus(gateway, 'shop', 'disconnected')
  await expect.poll(() => ear.frames.map(({ data }) => data.reason)).toContain('proxy_failed')
  const refused = await gateway.call('POST', '/api/message/text/shop', {
    body: { number: '5511922229999', message: 'oi' },
  })
  expect([refused.status, refused.body.error.code]).toEqual([503, 'instance_not_connected'])
  const again = await startProxy(startHttpProxy, { port: proxy.port })
  await untilStatus(gateway, 'shop', 'connected')
  expect([front.connections(), again.targets.length]).toEqual([3, 1])
})

test('another proxy is gone through at once; the same again, or what was shown, changes nothing; none goes direct', async () => {
  const one = await startProxy(startHttpProxy, ANA)
  const two = await startProxy(startSocks5Proxy, ANA)
  const gateway = await start()
  await create(gateway, {})
  await configure(gateway, { enabled: true, host: '127.0.0.1', port: one.port, ...ANA })
  await scanCode(gateway, sandbox, 'shop', newPhone())

  const other = { enabled: true, host: '127.0.0.1', port: two.port, protocol: 'socks5', ...ANA }
  const { body } = await configure(gateway, other)
  expect(body).toMatchObject({ message: 'Proxy configured', proxy: { port: two.port, protocol: 'socks5' } })
  await expect.poll(() => [one.open(), two.open()]).toEqual([0, 1])
  await untilStatus(gateway, 'shop', 'connected')
  const shown = (await gateway.call('GET', '/api/instance/getProxy/shop')).body.proxy
  await configure(gateway, other)
  expect((await configure(gateway, shown)).body.proxy).toEqual(shown)
  expect([(await statusOf(gateway, 'shop')).status, two.connections()]).toEqual(['connected', 1])
  expect(front.connections()).toBe(one.targets.length + two.targets.length)

  const removed = await configure(gateway, { enabled: false })
  expect(removed.body).toMatchObject({
    message: 'Proxy removed',
    proxy: { enabled: false, host: null, username: null },
  })
  await expect.poll(() => two.open()).toBe(0)
  await untilStatus(gateway, 'shop', 'connected')
  expect(front.connections()).toBe(one.targets.length + two.targets.length + 1)
})

test('of proxies that are set at once the line ends on the one that is kept, and on no other', async () => {
  const proxies = [
    await startProxy(startHttpProxy),
    await startProxy(startSocks5Proxy),
    await startProxy(startHttpProxy),
  ]
  const gateway = await start()
  await create(gateway, {})
  await scanCode(gateway, sandbox, 'shop', newPhone())
  await Promise.all(
    proxies.map(({ port }, at) =>
      configure(gateway, { host: '127.0.0.1', port, protocol: at === 1 ? 'socks5' : 'http' }),
    ),
  )
  const kept = (await gateway.call('GET', '/api/instance/getProxy/shop')).body.proxy.port
  await expect.poll(() => proxies.filter((proxy) => proxy.open() > 0).map(({ port }) => port)).toEqual([kept])
  await untilStatus(gateway, 'shop', 'connected')
  const tunnels = proxies.reduce((sum, { targets }) => sum + targets.length, 0)
  expect(front.connections()).toBe(2 + tunnels)
})

test('an instance that is being linked goes on through its new proxy', async () => {
  const proxy = await startProxy(startSocks5Proxy)
  const gateway = await start()
  await create(gateway, {})
  const direct = (await connect(gateway)).body.qrCode
  await configure(gateway, { host: '127.0.0.1', port: proxy.port, protocol: 'socks5' })
  await expect.poll(() => proxy.open()).toBe(1)
  const shown = await connect(gateway)
  expect(shown.body.qrCode).not.toBe(direct)
  const phone = newPhone()
  await control(sandbox, 'phones', { phone })
  await control(sandbox, 'link', { phone, qr: shown.body.qrCode })
  await untilStatus(gateway, 'shop', 'connected')
  expect(front.connections()).toBe(1 + proxy.targets.length)
})

test('a restart keeps the proxy; one that the operator no longer opens is not even dialled', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'formwire-proxies-'))
  left.push(() => rm(dataDir, { recursive: true, force: true }))
  const proxy = await startProxy(startHttpProxy, ANA)
  const before = await start({ dataDir })
  await create(before, {})
  await configure(before, { host: '127.0.0.1', port: proxy.port, ...ANA })
  await scanCode(before, sandbox, 'shop', newPhone())
  await before.stop()

  const again = await startBehind(front.url, { dataDir })
  await untilStatus(again, 'shop', 'connected')
  expect([front.connections(), proxy.targets.length]).toEqual([3, 3])
  await again.stop()

  const warned: [unknown, unknown][] = []
  const log = { debug() {}, info() {}, warn: (...line: [unknown, unknown]) => void warned.push(line), error() {} }
  const closed = await startBehind(front.url, { dataDir, log, environment: { EGRESS_ALLOW: '' } })
  await expect.poll(() => warned.some(([, sentence]) => sentence === 'a line did not get through its proxy')).toBe(true)
  await untilStatus(closed, 'shop', 'disconnected')
  expect(JSON.stringify(warned)).toContain('"reason":"address_refused"')
  expect(JSON.stringify(warned)).not.toMatch(/ana@loja|segredo|127\.0\.0\.1/)
  expect([front.connections(), proxy.connections()]).toEqual([3, 3])
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  LOOPBACK_SPELLINGS,
  METADATA_PLACES,
  REFUSED_NETWORKS,
} from '../../src/platform/egress/private-places.suite.ts'
import { startGateway, type TestGateway } from './gateway.ts'

const SECRET = 'segredo-da-loja'

let gateway: TestGateway
const logged: unknown[] = []

beforeAll(async () => {
  const keep = (...line: unknown[]) => void logged.push(line)
  gateway = await startGateway({ log: { debug: keep, info: keep, warn: keep, error: keep } })
})

afterAll(() => gateway.stop())

const create = (body: object) => gateway.call('POST', '/api/instance/new', { body })
const configure = (name: string, body: object, token?: string) =>
  gateway.call('POST', `/api/instance/proxy/${name}`, { body, ...(token === undefined ? {} : { token }) })
const read = async (name: string) => (await gateway.call('GET', `/api/instance/getProxy/${name}`)).body

const NONE = { enabled: false, host: null, port: null, protocol: null, username: null }

test('a proxy comes with the instance or after it, is shown everywhere, and its password nowhere', async () => {
  const made = await create({
    name: 'born',
    proxyEnabled: true,
    proxyHost: '127.0.0.1',
    proxyPort: '8080',
    proxyUsername: 'ana',
    proxyPassword: SECRET,
  })
  const shown = { enabled: true, host: '127.0.0.1', port: 8080, protocol: 'http', username: 'ana' }
  expect(made.body.instance.proxy).toEqual(shown)
  expect(await read('born')).toMatchObject({ message: 'Proxy found', proxy: shown })
  const listed = await gateway.call('GET', '/api/instance/list?instanceName=born')
  expect(listed.body.instances[0].proxy).toEqual(shown)

  await create({ name: 'later' })
  expect(await read('later')).toMatchObject({ message: 'No proxy is configured', proxy: NONE })
  const set = await configure('later', {
    host: '[::ffff:127.0.0.1]',
    port: 1080,
    protocol: 'socks5h',
    username: 'ana',
    password: SECRET,
  })
  expect(set.body.proxy).toEqual({ ...shown, host: '::ffff:127.0.0.1', port: 1080, protocol: 'socks5' })
  const gone = await configure('later', { enabled: false, host: 'ignored.example' })
  expect([gone.body.message, gone.body.proxy]).toEqual(['Proxy removed', NONE])
  expect((await read('later')).proxy).toEqual(NONE)

  const wrong = await configure('born', { host: '127.0.0.1', port: 0, username: 'ana', password: SECRET })
  expect([wrong.status, wrong.body.error.details]).toMatchObject([400, [{ path: 'port' }]])
  expect((await read('born')).proxy).toEqual(shown)
  const told = JSON.stringify([made.body, listed.body, set.body, wrong.body, await read('born'), logged])
  expect(told).not.toContain(SECRET)
})

test('a wrong block of a new instance comes back switched off, with its reason', async () => {
  const cases: [object, RegExp][] = [
    [{ proxyHost: 'nobody.example', proxyPort: 80 }, /^Invalid request: proxy host is a name without an address$/],
    [{ proxyHost: '10.0.0.1', proxyPort: 80 }, /^Invalid request: proxy host must not point to a private or local/],
    [{ proxyEnabled: true }, /^Invalid request: host is required/],
    [{ proxyHost: '127.0.0.1' }, /^Invalid request: port is required/],
    [
      { proxyHost: '127.0.0.1', proxyPort: 'x', proxyPassword: SECRET },
      /^Invalid request: port must be a whole number/,
    ],
    [{ proxyHost: '127.0.0.1', proxyPort: 80, proxyProtocol: 'socks4' }, /^Invalid request: protocol must be one of/],
  ]
  for (const [at, [block, reason]] of cases.entries()) {
    const { status, body } = await create({ name: `wrong${at}`, ...block })
    expect([status, body.instance.proxy]).toEqual([201, { ...NONE, error: expect.stringMatching(reason) }])
    expect((await read(`wrong${at}`)).proxy).toEqual(NONE)
  }
})

test('an instance sets its own proxy, and no other one', async () => {
  const { token } = (await create({ name: 'mine' })).body.data
  await create({ name: 'yours' })
  const proxy = { host: '127.0.0.1', port: 8080 }
  expect((await configure('mine', proxy, token)).status).toBe(200)
  expect((await configure('yours', proxy, token)).status).toBe(403)
})

test('no proxy in a private place is kept, however it is spelled', async () => {
  const closed = await startGateway({ environment: { EGRESS_ALLOW: '' } })
  try {
    await closed.call('POST', '/api/instance/new', { body: { name: 'shop' } })
    const places = [
      ...METADATA_PLACES.map(([address]) => address),
      ...REFUSED_NETWORKS.map(([net]) => net.replace(/\/\d+$/, '')),
    ]
    for (const host of [...LOOPBACK_SPELLINGS, ...places, 'http://127.0.0.1', '127.0.0.1:80', 'ana@127.0.0.1']) {
      const { status, body } = await closed.call('POST', '/api/instance/proxy/shop', { body: { host, port: 8080 } })
      expect([host, status, body.error.code]).toEqual([host, 400, 'proxy_refused'])
    }
    expect((await closed.call('GET', '/api/instance/getProxy/shop')).body.proxy).toEqual(NONE)
  } finally {
    await closed.stop()
  }
})

import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { callApi, startGateway, type TestGateway } from './gateway.ts'
import { outcome, signIn } from './visitor.ts'

const LIST = '/api/instance/list'
const PLAIN = /^formwire_session=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict$/
const SECURE = /^__Host-formwire_session=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict; Secure$/
const HOME = 'https://forms.example.com'
const HTTPS = { 'x-forwarded-proto': 'https' }

let gateway: TestGateway

const start = async (environment: Record<string, string>) => {
  gateway = await startGateway({ environment })
}
afterEach(() => gateway.stop())

/** A gateway whose own address is https, called behind the proxy that would make it so. */
async function startBehindTls(): Promise<void> {
  const port = await freePort()
  await start({ BASE_URL: HOME, PORT: String(port) })
  const baseUrl = `http://127.0.0.1:${port}`
  gateway = { ...gateway, baseUrl, call: (method, path, call) => callApi(baseUrl, method, path, call) }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const account = () => gateway.accountToken

test('on plain http the cookie is plain, whatever somebody who is no proxy of ours says', async () => {
  await start({})
  expect((await signIn(gateway)).setCookie).toMatch(PLAIN)
  expect((await signIn(gateway, account(), HTTPS)).setCookie).toMatch(PLAIN)
})

test('where BASE_URL is https the cookie is Secure and bound to the host', async () => {
  await startBehindTls()
  const visitor = await signIn(gateway)
  expect(visitor.setCookie).toMatch(SECURE)
  expect(outcome(await visitor.call('GET', LIST))).toEqual([200])
  const planted = visitor.cookie.replace('__Host-', '')
  expect(outcome(await visitor.call('GET', LIST, { headers: { cookie: planted } }))).toEqual([401, 'session_ended'])
  const bye = await visitor.call('DELETE', '/api/session')
  expect(bye.headers.get('set-cookie')).toBe(
    '__Host-formwire_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure',
  )
})

test('the WebSocket of a page that came by https opens with its Secure cookie', async () => {
  await startBehindTls()
  await gateway.call('POST', '/api/instance/new', { body: { name: 'shop' } })
  const visitor = await signIn(gateway, account(), { origin: HOME })
  const socket = await visitor.listen('shop')
  await visitor.call('DELETE', '/api/session')
  expect(await socket.closed).toBe(1008)
})

test('a proxy of ours says whether the browser came by https', async () => {
  await start({ TRUST_PROXY: '127.0.0.1' })
  for (const [word, cookie] of [
    ['https', SECURE],
    ['HTTPS', SECURE],
    ['http, https', SECURE],
    ['https, http', PLAIN],
    ['http', PLAIN],
    ['wss', PLAIN],
  ] as const) {
    expect((await signIn(gateway, account(), { 'x-forwarded-proto': word })).setCookie, word).toMatch(cookie)
  }
  const visitor = await signIn(gateway, account(), HTTPS)
  expect(outcome(await visitor.call('GET', LIST))).toEqual([200])
  expect(outcome(await visitor.call('GET', LIST, { headers: { 'x-forwarded-proto': 'http' } }))).toEqual([
    401,
    'session_ended',
  ])
})

test('pages of other origins get no answer with a cookie, CORS or not', async () => {
  await start({ CORS_ORIGINS: 'https://shop.example' })
  const visitor = await signIn(gateway)
  const foreign = { origin: 'https://shop.example' }
  const read = await visitor.call('GET', LIST, { headers: foreign })
  expect(read.headers.get('access-control-allow-origin')).toBe('https://shop.example')
  expect(read.headers.get('access-control-allow-credentials')).toBeNull()
  const preflight = await fetch(`${gateway.baseUrl}${LIST}`, {
    method: 'OPTIONS',
    headers: { ...foreign, 'access-control-request-method': 'GET', 'access-control-request-headers': 'x-formwire' },
  })
  expect(preflight.headers.get('access-control-allow-headers')?.toLowerCase()).not.toContain('x-formwire')
  expect(preflight.headers.get('access-control-allow-credentials')).toBeNull()
  // What a form on a foreign page can post is not read as JSON.
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const raw = new Uint8Array(Buffer.from(JSON.stringify({ token: account() })))
    const posted = await gateway.call('POST', '/api/session', { token: null, raw, headers: { 'content-type': type } })
    expect(outcome(posted), type).toEqual([415, 'content_type_unsupported'])
    expect(posted.headers.get('set-cookie')).toBeNull()
  }
})

test('nothing of a session stands in the log or in an answer', async () => {
  const lines: string[] = []
  const note = (about: object, text: string) => void lines.push(JSON.stringify([about, text]))
  gateway = await startGateway({ log: { debug: note, info: note, warn: note, error: note } })
  const visitor = await signIn(gateway)
  const secret = visitor.cookie.split('=')[1] ?? ''
  const answers = [
    await visitor.call('GET', LIST),
    await visitor.call('GET', '/api/session'),
    await visitor.call('GET', '/nowhere'),
    await visitor.call('POST', '/api/instance/new', { body: { name: 'a name' } }),
    await visitor.call('DELETE', '/api/session'),
    await visitor.call('GET', LIST),
  ]
  expect(lines.length).toBeGreaterThan(5)
  expect(lines.join('\n')).not.toContain(secret)
  expect(lines.join('\n')).not.toContain(gateway.accountToken)
  expect(answers.map(({ body }) => JSON.stringify(body)).join('\n')).not.toContain(secret)
})

import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type Clock, systemClock } from '../../src/kernel/clock.ts'
import { type Reply, startGateway, type TestGateway } from './gateway.ts'

const LIMITED = { RATE_LIMIT_PER_MINUTE: '100', RATE_LIMIT_NEW_PER_MINUTE: '20' }
const LIST = '/api/instance/list'
const SHOP = 'token-of-the-shop-01'

let gateway: TestGateway
let ahead = 0

/** The machine's clock, moved on by hand. */
const clock: Clock = { now: () => systemClock.now() + ahead, after: systemClock.after }

async function start(environment: Record<string, string> = {}): Promise<void> {
  gateway = await startGateway({ environment: { ...LIMITED, ...environment }, clock })
}

afterEach(async () => {
  ahead = 0
  await gateway.stop()
})

/** Limit and rest as the headers say; null where there are none. */
function told({ headers }: Pick<Reply, 'headers'>): [limit: number, remaining: number] | null {
  const [limit, remaining, reset] = ['Limit', 'Remaining', 'Reset'].map((name) => headers.get(`x-ratelimit-${name}`))
  if (limit === null && remaining === null && reset === null) return null
  const second = Number(reset)
  expect(Number.isInteger(second) && second - clock.now() / 1000).toBeGreaterThan(0)
  expect(second - clock.now() / 1000).toBeLessThanOrEqual(61)
  return [Number(limit), Number(remaining)]
}

async function use(times: number, token: string | null = gateway.accountToken): Promise<void> {
  for (let request = 0; request < times; request += 1) await gateway.call('GET', LIST, { token })
}

/** Writes raw bytes and resolves with the answer's head as a response. */
function raw(bytes: string): Promise<Response> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(Number(new URL(gateway.baseUrl).port), '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (chunk) => {
      answer += String(chunk)
    })
    socket.on('error', reject)
    socket.on('close', () => {
      const [status = '', ...lines] = answer.slice(0, answer.indexOf('\r\n\r\n')).split('\r\n')
      const headers = lines.map((line): [string, string] => [line.split(':')[0] ?? '', line.replace(/^[^:]*:/, '')])
      resolve(new Response(null, { status: Number(status.split(' ')[1]), headers }))
    })
  })
}

/** Asks for an upgrade; the answer, granted or not. */
function upgrade(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${gateway.baseUrl.replace('http', 'ws')}${path}`, { headers })
    socket.on('error', () => {})
    socket.on('upgrade', ({ headers: answer }) => {
      resolve(new Response(null, { headers: Object.entries(answer).map(([name, value]) => [name, String(value)]) }))
      socket.on('open', () => socket.terminate())
    })
    socket.on('unexpected-response', (_request, { statusCode = 0, headers: answer }) => {
      const entries = Object.entries(answer).map(([name, value]): [string, string] => [name, String(value)])
      resolve(new Response(null, { status: statusCode, headers: entries }))
      socket.terminate()
    })
  })
}

test('the headers count down on every answer to a token, whatever it is', async () => {
  await start()
  const large = { text: 'a'.repeat(1024 * 1024) }
  const answers = [
    await gateway.call('GET', LIST),
    await gateway.call('GET', '/api/instance/getSettings/nobody'),
    await gateway.call('GET', '/api/instance/getSettings'),
    await gateway.call('POST', '/api/instance/new', { body: { name: 'a name' } }),
    await gateway.call('POST', '/api/instance/new', { body: { name: 'shop' } }),
    await gateway.call('POST', '/api/instance/settings/shop', { headers: { 'content-type': 'text/plain' }, body: '' }),
    await gateway.call('POST', '/api/instance/settings/shop', { body: large }),
    await gateway.call('GET', LIST),
  ]
  expect(answers.map((answer) => [answer.status, told(answer)])).toEqual([
    [200, [100, 99]],
    [404, [100, 98]],
    [400, [100, 97]],
    [400, [20, 19]],
    [201, [20, 18]],
    [415, [100, 94]],
    [413, [100, 93]],
    [200, [100, 92]],
  ])
})

test('whoever has no token counts on its address, up to what Node itself refuses', async () => {
  await start({ CORS_ORIGINS: 'https://shop.example' })
  const call = (path: string, token: string | null = null) => gateway.call('GET', path, { token })
  const answers: (Reply | Response)[] = [
    await call(LIST),
    await call(LIST, 'nobody-has-this-token'),
    await call('/nowhere', gateway.accountToken),
    await call('/openapi.json'),
    await fetch(`${gateway.baseUrl}/`),
    await fetch(`${gateway.baseUrl}/docs/static/nothing.js`),
    await call('/%zz'),
    await raw(`GET / HTTP/1.1\r\nHost: a\r\nX-Large: ${'x'.repeat(17 * 1024)}\r\n\r\n`),
    await raw('HELO me\r\n\r\n'),
    await upgrade('/ws/shop'),
    await upgrade('/elsewhere'),
    await call('/ws/shop'),
    await fetch(`${gateway.baseUrl}${LIST}`, {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example', 'access-control-request-method': 'GET' },
    }),
  ]
  expect(answers.map((answer) => [answer.status, told(answer)])).toEqual([
    [401, [100, 99]],
    [401, [100, 98]],
    [404, [100, 97]],
    [200, [100, 96]],
    // A file of the console counts nowhere.
    [200, [100, 96]],
    [404, [100, 95]],
    [400, [100, 94]],
    [431, [100, 93]],
    [400, [100, 92]],
    [401, [100, 91]],
    [404, [100, 90]],
    [401, [100, 89]],
    [204, [100, 89]],
  ])
  expect(told(await gateway.call('GET', LIST))).toEqual([100, 99])
})

test('the 101st request of a minute is one too many, before anything else is looked at, until the minute is over', async () => {
  await start()
  await use(100)
  const refused = await gateway.call('GET', '/api/instance/getSettings/nobody')
  expect([refused.status, refused.body.error, told(refused)]).toEqual([
    429,
    { code: 'rate_limited', message: 'Rate limit exceeded. Try again later.' },
    [100, 0],
  ])
  const seconds = Number(refused.headers.get('retry-after'))
  expect(seconds).toBeGreaterThanOrEqual(1)
  expect(seconds).toBeLessThanOrEqual(60)
  ahead = seconds * 1000
  const open = await gateway.call('GET', LIST)
  expect([open.status, told(open)]).toEqual([200, [100, 99]])
})

test('two tokens do not disturb each other, nor does one without', async () => {
  await start()
  await gateway.call('POST', '/api/instance/new', { body: { name: 'shop', token: SHOP } })
  const invalid = await gateway.call('POST', '/api/instance/new', { token: SHOP, body: { name: 'other' } })
  expect([invalid.status, told(invalid)]).toEqual([401, [20, 19]])
  await use(100, SHOP)
  expect((await gateway.call('GET', LIST, { token: SHOP })).status).toBe(429)
  expect((await gateway.call('GET', LIST)).status).toBe(200)
  expect((await gateway.call('GET', LIST, { token: null })).status).toBe(401)
})

test('guesses count on the address alone; over its limit they are not even told that they are wrong', async () => {
  await start()
  await use(100, 'nobody-has-this-token')
  for (const token of ['nobody-has-this-token', 'nor-this-one-either', null]) {
    expect((await gateway.call('GET', LIST, { token })).status).toBe(429)
  }
  expect((await upgrade('/ws/shop', { token: 'nobody-has-this-token' })).status).toBe(429)
  expect((await gateway.call('GET', '/%zz')).status).toBe(429)
  const unread = await raw('HELO me\r\n\r\n')
  expect([unread.status, unread.headers.has('retry-after')]).toEqual([429, true])
  const known = await gateway.call('GET', LIST)
  expect([known.status, told(known)]).toEqual([200, [100, 99]])
})

test('an address is the one that a trusted proxy names, on every way in', async () => {
  await start({ TRUST_PROXY: '127.0.0.1', RATE_LIMIT_PER_MINUTE: '4' })
  const from = (address: string) => ({ token: null, headers: { 'x-forwarded-for': address } })
  await gateway.call('GET', LIST, from('2001:db8::1'))
  await gateway.call('GET', '/%zz', from('2001:db8::2'))
  expect(told(await upgrade('/ws/shop', from('2001:db8::3').headers))).toEqual([4, 1])
  expect(told(await gateway.call('GET', LIST, from('198.51.100.1')))).toEqual([4, 3])
})

test('twenty instances a minute can be made, and other calls go on', async () => {
  await start()
  for (let made = 0; made < 20; made += 1) {
    const { status } = await gateway.call('POST', '/api/instance/new', { body: { name: `shop-${made}` } })
    expect(status).toBe(201)
  }
  const refused = await gateway.call('POST', '/api/instance/new', { body: { name: 'shop-20' } })
  expect([refused.status, told(refused)]).toEqual([429, [20, 0]])
  expect(told(await gateway.call('GET', LIST))).toEqual([100, 78])
})

test('health is free, and shows how its address stands', async () => {
  await start({ RATE_LIMIT_PER_MINUTE: '2' })
  await gateway.call('GET', '/nowhere')
  for (let request = 0; request < 5; request += 1) {
    const { status, headers } = await gateway.call('GET', '/health')
    expect([status, told({ headers })]).toEqual([200, [2, 1]])
  }
  await use(2, null)
  expect((await gateway.call('GET', '/health')).status).toBe(200)
})

test('a limit of 0 is none, and nothing is told of it', async () => {
  await start({ RATE_LIMIT_PER_MINUTE: '0', RATE_LIMIT_NEW_PER_MINUTE: '1' })
  await use(101)
  expect(told(await gateway.call('GET', LIST))).toBeNull()
  expect(told(await gateway.call('GET', '/%zz'))).toBeNull()
  expect(told(await upgrade('/ws/shop'))).toBeNull()
  expect(told(await gateway.call('POST', '/api/instance/new', { body: { name: 'shop' } }))).toEqual([1, 0])
  expect((await gateway.call('POST', '/api/instance/new', { body: { name: 'other' } })).status).toBe(429)
})

test('upgrades count by their token, or by the instance of their ticket, granted or not', async () => {
  await start()
  await gateway.call('POST', '/api/instance/new', { body: { name: 'shop', token: SHOP } })
  await gateway.call('POST', '/api/events/websocket/shop', { body: { enabled: true } })
  const issued = await gateway.call('POST', '/api/events/ticket/shop')
  expect(told(issued)).toEqual([100, 97])
  expect(told(await upgrade('/ws/shop', { token: gateway.accountToken }))).toEqual([100, 96])
  expect(told(await upgrade('/ws/nobody', { token: gateway.accountToken }))).toEqual([100, 95])
  expect(told(await upgrade(`/ws/shop?token=${gateway.accountToken}`))).toEqual([100, 94])
  expect(told(await upgrade('/ws/shop', { token: SHOP }))).toEqual([100, 99])
  expect(told(await upgrade(`/ws/shop?token=${issued.body.ticket}`))).toEqual([100, 98])
  const head = `GET /ws/shop HTTP/1.1\r\nHost: a\r\ntoken: ${SHOP}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`
  const keyless = await raw(head)
  expect([keyless.status, told(keyless)]).toEqual([400, [100, 97]])
  await use(97, SHOP)
  const refused = await upgrade('/ws/shop', { token: SHOP })
  expect([refused.status, refused.headers.has('retry-after')]).toEqual([429, true])
})

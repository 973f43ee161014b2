import { connect } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { systemClock } from '../../kernel/clock.ts'
import { silentLog } from '../log.ts'
import { type App, createRateLimit, createServer } from './index.ts'

let app: App
let baseUrl: string
let stopping: AbortController
let hangUps = 0

beforeEach(async () => {
  stopping = new AbortController()
  hangUps = 0
  app = await createServer({
    log: silentLog,
    trustProxy: [],
    corsOrigins: ['https://shop.example'],
    rateLimit: createRateLimit({ clock: systemClock, perMinute: 0, newPerMinute: 0 }),
    stopping: stopping.signal,
  })
  const body = z.object({ text: z.string().optional(), count: z.number().optional(), note: z.string().nullish() })
  app.post('/api/echo', { schema: { body }, config: { emptyCounts: ['note'] } }, async (request) => ({
    success: true,
    body: request.body,
  }))
  app.get('/api/crash', async () => {
    throw new Error('SELECT secret FROM somewhere')
  })
  app.get('/api/hold', async (request) => {
    await new Promise<void>((resolve) => {
      request.hungUp.addEventListener('abort', () => {
        hangUps += 1
        resolve()
      })
    })
    return { success: true }
  })
  baseUrl = await app.listen({ host: '127.0.0.1', port: 0 })
})

afterEach(async () => {
  stopping.abort()
  await app.close()
})

function post(body: string | Uint8Array<ArrayBuffer> | undefined, type?: string): Promise<Response> {
  const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type }
  return fetch(`${baseUrl}/api/echo`, { method: 'POST', headers, ...(body === undefined ? {} : { body }) })
}

async function failure(response: Response) {
  const answer = (await response.json()) as { success: boolean; error: { message: string; code: string } }
  expect(answer.success).toBe(false)
  return { http: response.status, code: answer.error.code, message: answer.error.message }
}

/** Writes raw bytes and returns what comes back until the server closes. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(Number(new URL(baseUrl).port), '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (chunk) => {
      answer += chunk.toString()
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}

test.for([undefined, 'application/json', 'text/plain', 'application/x-www-form-urlencoded', 'not a type'])(
  'an empty body is {} whatever its content type: %s',
  async (type) => {
    const response = await post(undefined, type)
    expect([response.status, await response.json()]).toEqual([200, { success: true, body: {} }])
  },
)

test('null and the empty string mean not given, unless the route says that they count; unknown fields are ignored', async () => {
  const response = await post('{"text":"","count":null,"note":"","unheardOf":1}', 'application/json; charset=utf-8')
  expect(await response.json()).toEqual({ success: true, body: { note: null } })
})

test('a body that is no JSON object is refused in the envelope', async () => {
  expect(await failure(await post('{"text":', 'application/json'))).toEqual({
    http: 400,
    code: 'body_not_json',
    message: 'Invalid request: the body is not valid JSON',
  })
  expect(await failure(await post(new Uint8Array([0x22, 0xff, 0x22]), 'application/json'))).toMatchObject({
    code: 'body_not_json',
  })
  expect(await failure(await post('[1]', 'application/json'))).toMatchObject({ http: 400, code: 'request_invalid' })
  expect(await failure(await post('{"text":"a"}', 'text/plain'))).toMatchObject({
    http: 415,
    code: 'content_type_unsupported',
  })
  expect(await failure(await post('text=a', 'application/x-www-form-urlencoded'))).toMatchObject({ http: 415 })
})

test('a body above 1 MiB is too large', async () => {
  const large = JSON.stringify({ text: 'a'.repeat(1024 * 1024) })
  expect(await failure(await post(large, 'application/json'))).toMatchObject({ http: 413, code: 'body_too_large' })
})

test('a wrong field is named', async () => {
  const response = await post('{"count":"many"}', 'application/json')
  expect(response.status).toBe(400)
  const answer = (await response.json()) as { error: { message: string; details: { path: string }[] } }
  expect(answer.error.message).toMatch(/^Invalid request: count /)
  expect(answer.error.details).toEqual([{ path: 'count', message: expect.any(String) }])
})

test('a crash tells nothing of its reason', async () => {
  expect(await failure(await fetch(`${baseUrl}/api/crash`))).toEqual({
    http: 500,
    code: 'internal_error',
    message: 'Internal error',
  })
})

test('an unknown route, a malformed URL and an over-long name answer in the envelope', async () => {
  expect(await failure(await fetch(`${baseUrl}/nowhere`))).toMatchObject({ http: 404, code: 'route_not_found' })
  expect(await failure(await fetch(`${baseUrl}/nowhere/${'n'.repeat(5000)}`))).toMatchObject({ http: 404 })
  expect(await failure(await fetch(`${baseUrl}/%zz`))).toMatchObject({ http: 400, code: 'request_invalid' })
  expect(await failure(await fetch(`${baseUrl}/api/echo`, { method: 'PATCH', body: '{' }))).toMatchObject({ http: 404 })
})

test('what Node itself refuses answers in the envelope too', async () => {
  const large = await raw(`GET / HTTP/1.1\r\nHost: a\r\nX-Large: ${'x'.repeat(17 * 1024)}\r\n\r\n`)
  expect(large).toMatch(/^HTTP\/1\.1 431 /)
  expect(large).toContain('"code":"headers_too_large"')
  const garbage = await raw('HELO me\r\n\r\n')
  expect(garbage).toMatch(/^HTTP\/1\.1 400 /)
  expect(garbage).toContain('"success":false')
  const hostless = await raw('GET /nowhere HTTP/1.1\r\nConnection: close\r\n\r\n')
  expect(hostless).toContain('"code":"route_not_found"')
})

test('slashes too many are no reason for another address', async () => {
  const response = await fetch(`${baseUrl}//api/echo/`, { method: 'POST', redirect: 'manual' })
  expect(response.status).toBe(200)
})

test('only named origins may read answers, never with credentials', async () => {
  const ask = (origin: string) =>
    fetch(`${baseUrl}/api/echo`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'token' },
    })
  const named = await ask('https://shop.example')
  expect(named.status).toBe(204)
  expect(named.headers.get('access-control-allow-origin')).toBe('https://shop.example')
  expect(named.headers.get('access-control-allow-headers')).toBe('Content-Type, Authorization, token, Idempotency-Key')
  expect(named.headers.get('access-control-allow-credentials')).toBeNull()
  const foreign = await ask('https://evil.example')
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
})

test('every response forbids sniffing, framing and caching', async () => {
  for (const path of ['/api/crash', '/nowhere', '/%zz']) {
    const { headers } = await fetch(`${baseUrl}${path}`)
    expect(headers.get('x-content-type-options'), path).toBe('nosniff')
    expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'")
    expect(headers.get('cache-control'), path).toBe('no-store')
  }
})

test('a caller that hangs up ends its wait, and so does a server that stops', async () => {
  const caller = new AbortController()
  const left = fetch(`${baseUrl}/api/hold`, { signal: caller.signal }).catch(() => 'left')
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(hangUps).toBe(0)
  caller.abort()
  expect(await left).toBe('left')
  await expect.poll(() => hangUps).toBe(1)

  const held = fetch(`${baseUrl}/api/hold`)
  await new Promise((resolve) => setTimeout(resolve, 50))
  stopping.abort()
  expect((await held).status).toBe(200)
  expect(await failure(await fetch(`${baseUrl}/api/echo`, { method: 'POST' }))).toMatchObject({
    http: 503,
    code: 'shutting_down',
  })
})

import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import { controlOf } from '../testing/control-client.ts'

let sandbox: Sandbox
let control: ReturnType<typeof controlOf>

beforeAll(async () => {
  sandbox = await startSandbox()
  control = controlOf(sandbox.controlUrl)
})
afterAll(() => sandbox.close())

/** Asks with headers that `fetch` would not let a caller choose. */
function ask(
  path: string,
  headers: Record<string, string>,
  method = 'GET',
  body = '',
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(`${sandbox.controlUrl}${path}`, { method, headers }, (reply) => {
      let text = ''
      reply.on('data', (chunk: Buffer) => {
        text += chunk.toString()
      })
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, text }))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

test('it says where everything is', async () => {
  const { status, body } = await control('info')
  expect(status).toBe(200)
  expect(body).toMatchObject({
    controlUrl: sandbox.controlUrl,
    pageUrl: sandbox.pageUrl,
    whatsappUrl: sandbox.whatsappUrl,
    rootKey: sandbox.rootKey,
  })
  expect(sandbox.whatsappUrl).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/ws\/chat$/)
  expect(sandbox.rootKey).toMatch(/^[0-9a-f]{64}$/)
})

test.each(['evil.example', '127.0.0.1', 'localhost:1', '127.0.0.1.evil.example'])(
  'a foreign Host (%s) is refused',
  async (host) => {
    expect((await ask('/control/info', { host })).status).toBe(403)
    expect((await ask('/', { host })).status).toBe(403)
  },
)

test('the three names of this machine are its own', async () => {
  const { port } = new URL(sandbox.controlUrl)
  for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
    expect((await ask('/control/info', { host: `${name}:${port}` })).status).toBe(200)
  }
})

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
  'a body that is not declared as JSON (%s) is refused',
  async (type) => {
    const reply = await ask('/control/reset', type ? { 'content-type': type } : {}, 'POST', '{}')
    expect(reply.status).toBe(415)
    expect(JSON.parse(reply.text)).toEqual({ error: 'content-type must be application/json' })
  },
)

test('what is wrong is said in one sentence', async () => {
  const json = { 'content-type': 'application/json' }
  expect(JSON.parse((await ask('/control/phones', json, 'POST', '{')).text)).toEqual({ error: 'the body is no JSON' })
  expect(await control('phones', { phone: 'x' })).toEqual({
    status: 400,
    body: { error: 'phone: must be a phone number of 5 to 15 digits' },
  })
  expect((await control('phones/5511900000000/messages')).status).toBe(404)
  expect((await control('nothing')).body).toEqual({ error: 'there is no such address' })
  expect((await control('faults', { unknown: 1 })).status).toBe(400)
  expect((await control('phones/5511999999999/answer', {})).status).toBe(404)
})

test('people are made once, listed, and forgotten by a reset', async () => {
  const { body } = await control('phones', { phone: '+55 11 91234-5678', name: 'Ana' })
  expect(body).toMatchObject({ jid: '5511912345678@s.whatsapp.net', lid: expect.stringMatching(/^\d{15}@lid$/) })
  expect((await control('phones', { phone: '5511912345678' })).body).toEqual(body)
  const own = await control('phones', { phone: '5511912345679', lid: '123456789012345', headless: true })
  expect(own.body.lid).toBe('123456789012345@lid')
  expect((await control('phones', { phone: '5511912345670', lid: '123456789012345' })).status).toBeGreaterThan(399)
  expect((await control('phones')).body.phones).toEqual([
    { phone: '5511912345678', ...body, name: 'Ana', headless: false },
    { phone: '5511912345679', ...own.body, name: '5511912345679', headless: true },
  ])
  expect((await control('reset', {})).status).toBe(200)
  expect((await control('phones')).body).toEqual({ phones: [] })
})

test('a body may be large, but not larger than 16 MiB', async () => {
  await control('phones', { phone: '5511912345678', headless: true })
  await control('phones', { phone: '5511912345679', headless: true })
  const text = 'x'.repeat(1024 * 1024)
  expect((await control('phones/5511912345678/text', { to: '5511912345679', text })).status).toBe(200)
  const tooLarge = await ask(
    '/control/reset',
    { 'content-type': 'application/json' },
    'POST',
    ' '.repeat(17 * 1024 * 1024),
  ).catch(() => ({ status: 413 }))
  expect(tooLarge.status).toBe(413)
})

test('a reader waits for the first message, and goes away in time when there is none', async () => {
  await control('phones', { phone: '5511912345680', headless: true })
  const started = Date.now()
  expect((await control('phones/5511912345680/messages?after=0&waitMs=100')).body).toEqual({ messages: [], seq: 0 })
  expect(Date.now() - started).toBeGreaterThanOrEqual(95)
})

test('the page is served from the same origin, and nothing beside it', async () => {
  expect(sandbox.pageUrl.slice(0, -32)).toBe(`${sandbox.controlUrl}/page/`)
  const page = await fetch(sandbox.pageUrl)
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'")
  expect((await fetch(`${sandbox.controlUrl}/style.css`)).headers.get('content-type')).toBe('text/css; charset=utf-8')
  for (const path of [
    '/page/',
    '/page/x',
    '/tsconfig.json',
    '/../serve.ts',
    '/%2e%2e/serve.ts',
    '/.hidden.js',
    '/no.html',
  ]) {
    expect((await ask(path, {})).status, path).toBe(404)
  }
})

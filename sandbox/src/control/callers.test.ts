import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../sandbox.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

let sandbox: Sandbox
let key: string

beforeAll(async () => {
  sandbox = await startSandbox()
  key = new URL(sandbox.pageUrl).pathname.split('/').at(-1) ?? ''
})
afterAll(() => sandbox.close())

async function ask(headers: Record<string, string>, method = 'GET', path = '/control/phones') {
  const body = method === 'POST' ? { body: '{}' } : {}
  const reply = await fetch(`${sandbox.controlUrl}${path}`, { method, headers, ...body })
  return { status: reply.status, allowed: reply.headers.get('access-control-allow-origin') }
}

test('the key is long, and another one in each sandbox', async () => {
  const other = await startSandbox()
  expect(key).toMatch(/^[\w-]{32}$/)
  expect(other.pageUrl).not.toContain(key)
  await other.close()
})

test('programs and the page itself need no key', async () => {
  expect((await ask({})).status).toBe(200)
  expect((await ask({ 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  const { port } = new URL(sandbox.controlUrl)
  for (const origin of [sandbox.controlUrl, `http://localhost:${port}`]) {
    expect(await ask({ ...JSON_TYPE, origin }, 'POST', '/control/reset')).toEqual({ status: 200, allowed: null })
  }
})

test.each(['http://evil.example', 'http://127.0.0.1:1', 'http://127.0.0.1', 'https://localhost', 'file://'])(
  'another web page (%s) may not, with or without the key',
  async (origin) => {
    for (const shown of [{}, { 'x-sandbox-key': key }]) {
      expect(await ask({ origin, ...shown })).toEqual({ status: 403, allowed: null })
      expect(await ask({ origin, ...JSON_TYPE, ...shown }, 'POST', '/control/reset')).toEqual({
        status: 403,
        allowed: null,
      })
    }
    expect(await ask({ origin, 'access-control-request-method': 'POST' }, 'OPTIONS')).toEqual({
      status: 403,
      allowed: null,
    })
  },
)

test.each(['/%63ontrol/reset', '/control%2Freset', '/%63%6f%6e%74%72%6f%6c/%72eset'])(
  'another web page may not reset the sandbox by spelling the address otherwise: %s',
  async (path) => {
    const post = async (headers: Record<string, string>) =>
      (await fetch(`${sandbox.controlUrl}${path}`, { method: 'POST', headers })).status
    for (const origin of ['http://evil.example', 'null']) {
      expect([403, 415]).toContain(await post({ origin }))
      expect([403, 404]).toContain(await post({ origin, ...JSON_TYPE }))
    }
    expect(await post({})).toBe(415)
    const read = path.replace('reset', 'phones').replace('%72eset', 'phones')
    for (const origin of ['http://evil.example', 'null']) {
      expect([403, 404]).toContain((await ask({ origin }, 'GET', read)).status)
    }
  },
)

test.each(['cross-site', 'same-site'])('a picture or a script of another page (%s) asks in vain', async (site) => {
  expect((await ask({ 'sec-fetch-site': site })).status).toBe(403)
})

test('a page without an origin may with the key alone', async () => {
  const origin = 'null'
  for (const wrong of [
    {},
    { 'x-sandbox-key': '' },
    { 'x-sandbox-key': `${key}x` },
    { 'x-sandbox-key': key.slice(1) },
  ]) {
    expect((await ask({ origin, ...wrong })).status).toBe(403)
    expect((await ask({ origin, ...JSON_TYPE, ...wrong }, 'POST', '/control/reset')).status).toBe(403)
    expect((await ask({ origin, ...wrong }, 'GET', '/control/info')).status).toBe(403)
  }
  expect(await ask({ origin, 'x-sandbox-key': key })).toEqual({ status: 200, allowed: 'null' })
  expect(
    (await ask({ origin, 'x-sandbox-key': key, 'content-type': 'text/plain' }, 'POST', '/control/reset')).status,
  ).toBe(415)
  expect(await ask({ origin }, 'OPTIONS')).toEqual({ status: 204, allowed: 'null' })
})

test('the page may be framed under its key alone, by pages of this machine', async () => {
  const policyOf = async (url: string) => (await fetch(url)).headers.get('content-security-policy')
  expect(await policyOf(sandbox.controlUrl)).toContain("frame-ancestors 'none'")
  for (const url of [sandbox.pageUrl, `${sandbox.pageUrl}/`, `${sandbox.pageUrl}/?phone=1`]) {
    expect(await policyOf(url)).toMatch(
      /frame-ancestors http:\/\/127\.0\.0\.1:\* https:\/\/127\.0\.0\.1:\* http:\/\/localhost:\*/,
    )
  }
})

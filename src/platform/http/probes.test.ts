import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../kernel/clock.ts'
import { silentLog } from '../log.ts'
import { createMetrics } from '../metrics.ts'
import {
  type App,
  createRateLimit,
  createServer,
  registerApiDescription,
  registerDocs,
  registerPages,
  registerProbes,
} from './index.ts'

let app: App
let baseUrl: string
let isStoreWell = true
let stopping: AbortController

beforeEach(async () => {
  isStoreWell = true
  stopping = new AbortController()
  app = await createServer({
    log: silentLog,
    trustProxy: ['127.0.0.1'],
    corsOrigins: [],
    rateLimit: createRateLimit({ clock: systemClock, perMinute: 0, newPerMinute: 0 }),
    stopping: stopping.signal,
  })
  await registerApiDescription(app, '1.2.3')
  registerProbes(app, {
    clock: systemClock,
    metrics: createMetrics(),
    version: '1.2.3',
    metricsToken: 'the-metrics-token',
    askStore: async () => {
      if (!isStoreWell) throw new Error('disk I/O error')
    },
    look: async () => ({ store: isStoreWell ? 'ok' : 'failed', disk: 'ok' }),
  })
  await registerDocs(app)
  await registerPages(app, '/nowhere', 'http://127.0.0.1:9000/phone')
  baseUrl = await app.listen({ host: '127.0.0.1', port: 0 })
})

afterEach(() => app.close())

test('health says what works, readiness whether calls may come', async () => {
  const health = async () => (await fetch(`${baseUrl}/health`)).json()
  expect(await health()).toEqual({
    status: 'ok',
    service: 'formwire',
    version: '1.2.3',
    uptime: expect.any(Number),
    timestamp: expect.any(String),
    checks: { store: 'ok', disk: 'ok' },
  })
  expect((await fetch(`${baseUrl}/ready`)).status).toBe(200)
  isStoreWell = false
  expect(await health()).toMatchObject({ status: 'degraded', checks: { store: 'failed' } })
  const ready = await fetch(`${baseUrl}/ready`)
  expect([ready.status, await ready.json()]).toMatchObject([503, { success: false, error: { code: 'store_failed' } }])
})

test('nothing is ready once the gateway begins to stop, though the store answers', async () => {
  expect((await fetch(`${baseUrl}/ready`)).status).toBe(200)
  stopping.abort()
  const ready = await fetch(`${baseUrl}/ready`)
  expect([ready.status, await ready.json()]).toMatchObject([503, { error: { code: 'shutting_down' } }])
})

test('metrics are for this machine, or for whoever has the token', async () => {
  const status = async (headers: Record<string, string>) => (await fetch(`${baseUrl}/metrics`, { headers })).status
  expect(await status({})).toBe(200)
  expect(await status({ 'x-forwarded-for': '203.0.113.9' })).toBe(401)
  expect(await status({ 'x-forwarded-proto': 'https' })).toBe(401)
  expect(await status({ forwarded: 'for=203.0.113.9' })).toBe(401)
  expect(await status({ 'x-forwarded-for': '203.0.113.9', authorization: 'Bearer wrong' })).toBe(401)
  expect(await status({ 'x-forwarded-for': '203.0.113.9', authorization: 'Bearer the-metrics-token' })).toBe(200)
})

test('metrics name routes by their pattern', async () => {
  await fetch(`${baseUrl}/health`)
  await fetch(`${baseUrl}/nowhere/secret`)
  const text = await (await fetch(`${baseUrl}/metrics`)).text()
  expect(text).toContain('formwire_http_requests_total{method="GET",route="/health",status="200"} 1')
  expect(text).toContain('process_cpu_seconds_total')
  expect(text).not.toContain('secret')
})

test('what is not for callers of the API is described too', async () => {
  const described = (await (await fetch(`${baseUrl}/openapi.json`)).json()) as {
    openapi: string
    info: { version: string }
    paths: Record<string, { get: { responses: Record<string, object> } }>
  }
  expect([described.openapi, described.info.version]).toEqual(['3.1.0', '1.2.3'])
  expect(Object.keys(described.paths)).toEqual(['/health', '/ready', '/metrics', '/openapi.json'])
  expect(described.paths['/metrics']?.get.responses).toHaveProperty('401')
})

test('the documentation comes from here alone', async () => {
  const page = await fetch(`${baseUrl}/docs`)
  expect(page.status).toBe(200)
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'self'; /)
  const html = await page.text()
  const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address)
  expect(parts.length).toBeGreaterThan(4)
  for (const address of parts) {
    expect(address).toMatch(/^\/docs\//)
    const part = await fetch(`${baseUrl}${address}`)
    expect([part.status, (await part.arrayBuffer()).byteLength > 0], address).toEqual([200, true])
  }
  const redirecting = await fetch(`${baseUrl}/docs/static/index.html`, { redirect: 'manual' })
  expect(redirecting.status).toBe(404)
})

test('a console that is not built says so, and may frame the phone of the sandbox alone', async () => {
  const page = await fetch(baseUrl)
  expect(await page.text()).toContain('The console is not built')
  expect(page.headers.get('content-security-policy')).toContain('frame-src http://127.0.0.1:9000;')
})

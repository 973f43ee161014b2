import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../kernel/clock.ts'
import { silentLog } from '../log.ts'
import type { App } from './app-type.ts'
import { registerPages } from './pages.ts'
import { createRateLimit } from './rate-limit.ts'
import { pagePolicy } from './security-headers.ts'
import { createServer } from './server.ts'

const SCRIPT = 'console.log("console")'
const KEPT = 'public, max-age=31536000, immutable'

let folder: string
let app: App
let baseUrl: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'formwire-pages-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Formwire</title>')
  await writeFile(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await writeFile(join(folder, 'assets/index-4f2a.js'), SCRIPT)
  await writeFile(join(folder, 'assets/index-4f2a.js.br'), brotliCompressSync(SCRIPT))
  await writeFile(join(folder, 'assets/index-4f2a.js.gz'), gzipSync(SCRIPT))
  await writeFile(join(folder, 'assets/plain-91c0.css'), 'a{}')
  const rateLimit = createRateLimit({ clock: systemClock, perMinute: 0, newPerMinute: 0 })
  const stopping = new AbortController().signal
  app = await createServer({ log: silentLog, trustProxy: [], corsOrigins: [], rateLimit, stopping })
  await registerPages(app, folder, undefined)
  baseUrl = await app.listen({ host: '127.0.0.1', port: 0 })
})

afterEach(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The answer as it is on the wire: not unpacked. */
function get(path: string, accepted = '') {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    const asked = request(`${baseUrl}${path}`, { headers: { 'accept-encoding': accepted } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      )
    })
    asked.on('error', reject)
    asked.end()
  })
}

test('what is named by its content is kept by the browser, everything else is asked for again', async () => {
  for (const [path, freshness] of [
    ['/', 'no-cache'],
    ['/index.html', 'no-cache'],
    ['/icon.svg', 'no-cache'],
    ['/assets/index-4f2a.js', KEPT],
    ['/assets/plain-91c0.css', KEPT],
  ] as const) {
    const { status, headers } = await get(path, 'gzip, br')
    expect([status, headers['cache-control']], path).toEqual([200, freshness])
    expect(headers['content-security-policy'], path).toBe(pagePolicy(undefined))
    expect(headers['x-content-type-options'], path).toBe('nosniff')
  }
})

test('a file that was packed by the build goes out packed to who can unpack it', async () => {
  const path = '/assets/index-4f2a.js'
  const packed = await get(path, 'gzip, deflate, br')
  expect(packed.headers).toMatchObject({ 'content-encoding': 'br', vary: expect.stringContaining('accept-encoding') })
  expect(packed.headers['content-type']).toMatch(/^(text|application)\/javascript/)
  expect(String(brotliDecompressSync(packed.body))).toBe(SCRIPT)
  const zipped = await get(path, 'gzip')
  expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', 'cache-control': KEPT })
  expect(String(gunzipSync(zipped.body))).toBe(SCRIPT)
  const plain = await get(path, 'identity')
  expect([plain.headers['content-encoding'], String(plain.body)]).toEqual([undefined, SCRIPT])
  const unpacked = await get('/assets/plain-91c0.css', 'gzip, br')
  expect([unpacked.headers['content-encoding'], String(unpacked.body)]).toEqual([undefined, 'a{}'])
})

test('what the build did not make is answered in the envelope, and kept by nobody', async () => {
  for (const path of ['/assets/index-0000.js', '/assets', '/assets/', '/nowhere', '/assets/..%2f..%2fpackage.json']) {
    const { status, headers, body } = await get(path)
    expect([path, status]).toEqual([path, 404])
    expect(headers['cache-control'], path).toBe('no-store')
    expect(JSON.parse(String(body)).error.code).toBe('route_not_found')
  }
})

test('the console loads nothing that stands in its pages, and frames the phone of the sandbox alone', () => {
  const policy = pagePolicy('http://127.0.0.1:9000/phone?x=1')
  expect(policy).not.toContain('unsafe')
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    'frame-src http://127.0.0.1:9000',
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ])
  expect(pagePolicy(undefined)).toContain("frame-src 'none'")
})

test('a console of thirty files was refused to the fourth person behind one address', async () => {
  const limited = await createServer({
    log: silentLog,
    trustProxy: [],
    corsOrigins: [],
    rateLimit: createRateLimit({ clock: systemClock, perMinute: 1, newPerMinute: 1 }),
    stopping: new AbortController().signal,
  })
  await registerPages(limited, folder, undefined)
  const statuses: number[] = []
  for (const url of ['/', '/assets/index-4f2a.js', '/icon.svg', '/nowhere', '/nowhere']) {
    statuses.push((await limited.inject(url)).statusCode)
  }
  expect(statuses).toEqual([200, 200, 200, 404, 429])
  await limited.close()
})

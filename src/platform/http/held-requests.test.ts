import { connect } from 'node:net'
import { fastify } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { App } from './app-type.ts'
import { registerHeldRequests } from './held-requests.ts'

let app: App
let baseUrl: string
let waiting: (() => void)[]
let lateOnes: string[]

beforeEach(async () => {
  waiting = []
  lateOnes = []
  app = fastify().withTypeProvider<ZodTypeProvider>()
  app.decorateRequest('callerKey', null)
  app.addHook('onRequest', async (request) => {
    request.callerKey = request.headers['token']?.toString() ?? null
  })
  registerHeldRequests(app, { perCaller: 2, inAll: 3 })
  app.get('/wait', async (request, reply) => {
    if (!request.hold() || !request.hold()) return reply.code(429).send('no place')
    await new Promise<void>((resolve) => {
      waiting.push(resolve)
    })
    return 'waited'
  })
  app.get('/break', async (request, reply) => {
    if (!request.hold()) return reply.code(429).send('no place')
    throw new Error('broken')
  })
  app.get('/late', async (request, reply) => {
    lateOnes.push('came')
    await new Promise((resolve) => reply.raw.once('close', resolve))
    lateOnes.push(String(request.hold()))
  })
  baseUrl = await app.listen({ host: '127.0.0.1', port: 0 })
})

afterEach(async () => {
  for (const end of waiting) end()
  app.server.closeAllConnections()
  await app.close()
})

/** Asks as a caller; the status that it is answered with, once it is. */
function ask(path: string, caller: string | null, signal?: AbortSignal): Promise<number | 'left'> {
  const headers = caller === null ? {} : { token: caller }
  return fetch(`${baseUrl}${path}`, { headers, ...(signal && { signal }) }).then(
    ({ status }) => status,
    () => 'left' as const,
  )
}

/** A request that waits: resolves once it has its place. */
async function holdOne(caller: string | null) {
  const before = waiting.length
  const leaving = new AbortController()
  const answer = ask('/wait', caller, leaving.signal)
  await expect.poll(() => waiting.length).toBe(before + 1)
  return { answer, leave: () => leaving.abort(), end: () => waiting[before]?.() }
}

/** Shows that a caller has all its places, once the server has seen who left. */
async function holdTwo(caller: string) {
  await expect.poll(() => ask('/break', caller)).toBe(500)
  await holdOne(caller)
  await expect.poll(() => ask('/break', caller)).toBe(500)
  await holdOne(caller)
}

test('a caller has so many places, and another is not disturbed', async () => {
  await holdOne('a')
  await holdOne('a')
  expect(await ask('/wait', 'a')).toBe(429)
  await holdOne('b')
})

test('all callers together have so many places', async () => {
  await holdOne('a')
  await holdOne('b')
  await holdOne('c')
  expect(await ask('/wait', 'd')).toBe(429)
})

test('a place is given back by an answer, an error and a caller that hangs up', async () => {
  const first = await holdOne('a')
  const second = await holdOne('a')
  first.end()
  expect(await first.answer).toBe(200)
  const third = await holdOne('a')
  expect(await ask('/wait', 'a')).toBe(429)
  second.leave()
  third.leave()
  for (let broken = 0; broken < 5; broken += 1) await expect.poll(() => ask('/break', 'a')).toBe(500)
  await holdTwo('a')
})

test('requests sent in one go give their places back when their connection ends', async () => {
  const { hostname, port } = new URL(baseUrl)
  const socket = connect(Number(port), hostname)
  socket.write('GET /wait HTTP/1.1\r\nHost: a\r\ntoken: a\r\n\r\n'.repeat(2))
  await expect.poll(() => waiting.length).toBe(2)
  expect(await ask('/wait', 'a')).toBe(429)
  socket.destroy()
  await holdTwo('a')
})

test('requests that stood behind others on a connection leak no place when it ends', async () => {
  const { hostname, port } = new URL(baseUrl)
  for (const _round of [1, 2, 3]) {
    const before = waiting.length
    const socket = connect(Number(port), hostname)
    socket.write(['a', 'a', 'b'].map((token) => `GET /wait HTTP/1.1\r\nHost: a\r\ntoken: ${token}\r\n\r\n`).join(''))
    await expect.poll(() => waiting.length).toBe(before + 3)
    socket.destroy()
    await expect.poll(() => ask('/break', 'c')).toBe(500)
    await expect.poll(() => ask('/break', 'a')).toBe(500)
  }
  await holdOne('c')
  await holdOne('c')
  await holdOne('d')
})

test('who has hung up before it waits gets no place', async () => {
  for (let gone = 0; gone < 3; gone += 1) {
    const leaving = new AbortController()
    const answer = ask('/late', 'a', leaving.signal)
    await expect.poll(() => lateOnes.at(-1)).toBe('came')
    leaving.abort()
    expect(await answer).toBe('left')
    await expect.poll(() => lateOnes.at(-1)).toBe('false')
  }
  await holdTwo('a')
})

test('who has no token is known by its address', async () => {
  await holdOne(null)
  await holdOne(null)
  expect(await ask('/wait', null)).toBe(429)
  await holdOne('a')
})

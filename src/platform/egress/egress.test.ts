import { once } from 'node:events'
import { expect, test } from 'vitest'
import { openEgress, receiver } from './rig.suite.ts'
import { KEPT_BYTES } from './start-of.ts'

const call = { headers: { 'content-type': 'application/json' }, body: '{}', timeoutMs: 5_000 }

test('what the operator named is reached, by literal and by name', async () => {
  const { port, calls } = await receiver((_request, response) => response.end('thanks'))
  const guarded = openEgress(['127.0.0.0/8'])
  for (const host of ['127.0.0.1', 'inside.example']) {
    const url = `http://${host}:${port}/hook`
    expect(await guarded.checkAddress(url)).toEqual({ type: 'open' })
    expect(await guarded.post({ ...call, url })).toMatchObject({ type: 'answered', status: 200, body: 'thanks' })
  }
  expect(calls()).toBe(2)
})

test('a redirect is an answer and is not followed', async () => {
  const { port, calls } = await receiver((_request, response) => {
    response.writeHead(302, { location: '/elsewhere' }).end()
  })
  const reply = await openEgress(['127.0.0.1']).post({ ...call, url: `http://127.0.0.1:${port}/` })
  expect(reply).toMatchObject({ type: 'answered', status: 302 })
  expect(calls()).toBe(1)
})

test('of an endless answer only the first 4 KiB are kept', async () => {
  const { port } = await receiver((_request, response) => {
    const pour = () => {
      while (!response.destroyed && response.write('x'.repeat(1_000))) {}
    }
    response.on('drain', pour)
    pour()
  })
  const reply = await openEgress(['127.0.0.1']).post({ ...call, url: `http://127.0.0.1:${port}/` })
  expect(reply).toMatchObject({ type: 'answered', status: 200, body: 'x'.repeat(KEPT_BYTES) })
})

test('a receiver that never answers is given up after the time-out', async () => {
  const { port } = await receiver(() => {})
  const reply = await openEgress(['127.0.0.1']).post({ ...call, timeoutMs: 100, url: `http://127.0.0.1:${port}/` })
  expect(reply).toMatchObject({ type: 'failed', reason: 'timeout' })
})

test('failures are fixed words: a closed port, an unknown name, a caller that stops', async () => {
  const { port, server } = await receiver(() => {})
  const waiting = new AbortController()
  const guarded = openEgress(['127.0.0.1'], async () => {
    throw Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })
  })
  const held = guarded.post({ ...call, url: `http://127.0.0.1:${port}/`, signals: [waiting.signal] })
  await once(server, 'request')
  waiting.abort()
  expect(await held).toMatchObject({ type: 'failed', reason: 'aborted' })
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
  expect(await guarded.post({ ...call, url: `http://127.0.0.1:${port}/` })).toMatchObject({
    reason: 'connection_refused',
  })
  expect(await guarded.post({ ...call, url: 'http://nowhere.example/' })).toMatchObject({ reason: 'name_not_found' })
})

test.each([
  ['ftp://shop.example/', 'must begin with http:// or https://'],
  ['shop.example/hook', 'is not a URL'],
  ['https://user:secret@shop.example/', 'must not hold credentials, use authorization'],
])('%s is refused with its reason', async (url, detail) => {
  expect(await openEgress([]).checkAddress(url)).toEqual({ type: 'refused', detail })
})

test('a name that cannot be resolved yet may be kept, since dialling judges again', async () => {
  const unresolved = openEgress([], async () => {
    throw Object.assign(new Error('getaddrinfo'), { code: 'EAI_AGAIN' })
  })
  expect(await unresolved.checkAddress('https://soon.example/hook')).toEqual({ type: 'open' })
})

import { once } from 'node:events'
import { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { readNetworks } from './address.ts'
import { AddressRefused, guardedConnector } from './connector.ts'
import { KEPT_BYTES } from './read-start.ts'
import { loopbackName, openEgress, receiver } from './rig.suite.ts'

const call = { headers: { 'content-type': 'application/json' }, body: '{}', timeoutMs: 5_000 }

describe('no spelling of loopback is kept or dialled', () => {
  const spellings = [
    'http://127.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f000001:PORT/',
    'http://0x7f.0.0.1:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://127.0.0.1.:PORT/',
    'http://①②⑦.0.0.1:PORT/',
    'http://localhost:PORT/',
    'http://0.0.0.0:PORT/',
    'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::ffff:7f00:1]:PORT/',
    'http://[64:ff9b::7f00:1]:PORT/',
    'http://[::127.0.0.1]:PORT/',
    'http://rebound.example:PORT/',
  ]
  test.each(spellings)('%s', async (spelling) => {
    const { port, calls } = await receiver((_request, response) => response.end())
    const url = spelling.replace('PORT', String(port))
    const guarded = openEgress([])
    expect(await guarded.checkAddress(url)).toMatchObject({ type: 'refused' })
    expect(await guarded.post({ ...call, url })).toMatchObject({ type: 'failed', reason: 'address_refused' })
    expect(calls()).toBe(0)
  })
})

test('a name that was public when it was kept and is loopback when it is dialled is refused', async () => {
  const { port, calls } = await receiver((_request, response) => response.end())
  const answers = ['93.184.216.34', '127.0.0.1']
  const guarded = openEgress([], async () => [{ address: answers.shift() ?? '127.0.0.1', family: 4 }])
  const url = `http://rebound.example:${port}/hook`
  expect(await guarded.checkAddress(url)).toEqual({ type: 'open' })
  expect(await guarded.post({ ...call, url })).toMatchObject({ type: 'failed', reason: 'address_refused' })
  expect(calls()).toBe(0)
})

test('one private address among public ones is enough to refuse a name', async () => {
  const guarded = openEgress([], async () => [
    { address: '93.184.216.34', family: 4 },
    { address: 'fd00::1', family: 6 },
  ])
  expect(await guarded.checkAddress('https://mixed.example/')).toMatchObject({ type: 'refused' })
})

test('a connection whose peer turns out to be private is cut, whatever the look-up said', async () => {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: '10.0.0.1' })
  const connect = guardedConnector({
    resolve: loopbackName,
    allowed: readNetworks([]),
    dial: () => (_options, callback) => callback(null, socket),
  })
  const error = await new Promise((resolve) => {
    connect({ hostname: 'public.example', protocol: 'http:', port: '80' }, (...[failure]) => resolve(failure))
  })
  expect(error).toBeInstanceOf(AddressRefused)
  expect(socket.destroyed).toBe(true)
})

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
  const held = guarded.post({ ...call, url: `http://127.0.0.1:${port}/`, signal: waiting.signal })
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

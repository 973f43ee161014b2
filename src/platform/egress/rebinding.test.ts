import { once } from 'node:events'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { systemClock } from '../../kernel/clock.ts'
import { readNetworks } from './address.ts'
import { AddressRefused, guardedConnector } from './connector.ts'
import type { Resolve } from './look-up.ts'
import { loopbackName, openEgress, receiver } from './rig.suite.ts'

const call = { headers: { 'content-type': 'application/json' }, body: '{}', timeoutMs: 5_000 }
const REFUSED = { type: 'failed', reason: 'address_refused' }
const PUBLIC = '93.184.216.34'

/** A name system that answers each question with the next of these, and the last for ever. */
function answering(...answers: string[][]): Resolve {
  return async () =>
    (answers.length > 1 ? (answers.shift() ?? []) : (answers[0] ?? [])).map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }))
}

test.each([
  ['public when it was kept, loopback when it is dialled', [[PUBLIC], ['127.0.0.1']]],
  ['public when it was kept, public and loopback when it is dialled', [[PUBLIC], [PUBLIC, '127.0.0.1']]],
  ['public when it was kept, loopback and public when it is dialled', [[PUBLIC], ['127.0.0.1', PUBLIC]]],
  ['public when it was kept, a metadata address when it is dialled', [[PUBLIC], ['169.254.169.254']]],
  ['public when it was kept, mapped loopback when it is dialled', [[PUBLIC], ['::ffff:127.0.0.1']]],
  ['public when it was kept, NAT64 of loopback when it is dialled', [[PUBLIC], ['64:ff9b::7f00:1']]],
  ['public when it was kept, no address at all when it is dialled', [[PUBLIC], ['127.1']]],
])('%s: refused', async (_case, answers) => {
  const { port, calls } = await receiver((_request, response) => response.end())
  const egress = openEgress([], answering(...answers))
  const url = `http://rebound.example:${port}/hook`
  expect(await egress.checkAddress(url)).toEqual({ type: 'open' })
  expect(await egress.post({ ...call, url })).toMatchObject(REFUSED)
  expect(calls()).toBe(0)
})

test.each([[[PUBLIC, 'fd00::1']], [['10.0.0.1', PUBLIC]]])(
  '%j: one private address is enough to keep no such name',
  async (found) => {
    expect(await openEgress([], answering(found)).checkAddress('https://mixed.example/')).toMatchObject({
      type: 'refused',
    })
  },
)

test('a name without addresses is not found, rather than judged open', async () => {
  const egress = openEgress([], answering([]))
  expect(await egress.post({ ...call, url: 'http://empty.example/' })).toMatchObject({ reason: 'name_not_found' })
  expect(await egress.checkHost('empty.example')).toMatchObject({ type: 'refused' })
})

test.each(['localhost', 'localhost.', 'LOCALHOST', 'shop.localhost'])(
  '%s is loopback, even where the name system does not know it',
  async (name) => {
    const { port, calls } = await receiver((_request, response) => response.end())
    const unknown: Resolve = async () => {
      throw Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })
    }
    const url = `http://${name}:${port}/`
    expect(await openEgress([], unknown).checkAddress(url)).toMatchObject({ type: 'refused' })
    expect(await openEgress([], unknown).checkHost(name)).toMatchObject({ type: 'refused' })
    expect(await openEgress(['127.0.0.1'], unknown).post({ ...call, url })).toMatchObject(REFUSED)
    expect(calls()).toBe(0)
    expect(await openEgress(['127.0.0.1', '::1'], unknown).post({ ...call, url })).toMatchObject({ status: 200 })
  },
)

/** Connects over a dial that hands out a socket with this peer. */
async function connectTo(peer: string | undefined): Promise<{ error: unknown; socket: Socket }> {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: peer })
  const connect = guardedConnector({
    resolve: loopbackName,
    clock: systemClock,
    allowed: readNetworks([]),
    dial: () => (_options, callback) => callback(null, socket),
  })
  const error = await new Promise((resolve) => {
    connect({ hostname: 'public.example', protocol: 'http:', port: '80' }, (...[failure]) => resolve(failure))
  })
  return { error, socket }
}

test.each(['10.0.0.1', '127.0.0.1', '::ffff:10.0.0.1', 'fe80::1%eth0', '169.254.169.254'])(
  'a connection whose peer turns out to be %s is cut, whatever the look-up said',
  async (peer) => {
    const { error, socket } = await connectTo(peer)
    expect(error).toBeInstanceOf(AddressRefused)
    expect(socket.destroyed).toBe(true)
  },
)

test('a connection that has no peer any more has failed, and was not refused', async () => {
  const { error, socket } = await connectTo(undefined)
  expect(error).toBeInstanceOf(Error)
  expect(error).not.toBeInstanceOf(AddressRefused)
  expect(socket.destroyed).toBe(true)
})

test('a connection that is kept alive is its peer’s, until it closes and the name is judged again', async () => {
  const { port, calls, server } = await receiver((_request, response) => response.end())
  const egress = openEgress(['127.0.0.1'], answering(['127.0.0.1'], ['127.0.0.2']))
  const url = `http://rebound.example:${port}/`
  const connected = once(server, 'connection')
  expect(await egress.post({ ...call, url })).toMatchObject({ status: 200 })
  // Undici takes a turn until it knows that the connection is free.
  await new Promise(setImmediate)
  expect(await egress.post({ ...call, url })).toMatchObject({ status: 200 })
  const [socket] = (await connected) as [Socket]
  socket.destroy()
  await once(socket, 'close')
  await expect.poll(() => egress.post({ ...call, url })).toMatchObject(REFUSED)
  expect(calls()).toBe(2)
})

test('a connection that is kept alive serves its own origin alone, though another has the same port', async () => {
  const { port, calls } = await receiver((_request, response) => response.end())
  const egress = openEgress(['127.0.0.1'], async (hostname) => [
    { address: hostname === 'open.example' ? '127.0.0.1' : '127.0.0.2', family: 4 },
  ])
  expect(await egress.post({ ...call, url: `http://open.example:${port}/` })).toMatchObject({ status: 200 })
  expect(await egress.post({ ...call, url: `http://closed.example:${port}/` })).toMatchObject(REFUSED)
  expect(calls()).toBe(1)
})

test.each([
  ['shop.example', 'open'],
  ['93.184.216.34', 'open'],
  ['2606:4700:4700::1111', 'open'],
  ['010.0.0.1', 'refused'],
  ['0x5db8d822', 'refused'],
  ['user@shop.example', 'refused'],
  ['shop.example:80', 'refused'],
  ['shop.example/path', 'refused'],
  ['shop.example\r\nx', 'refused'],
  ['', 'refused'],
])('the host %j that something else will dial: %s', async (host, type) => {
  expect(await openEgress([], answering([PUBLIC])).checkHost(host)).toMatchObject({ type })
})

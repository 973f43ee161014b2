import { spawn } from 'node:child_process'
import dns from 'node:dns'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { request } from 'undici'
import { expect, test } from 'vitest'

/** TEST-NET-1 (RFC 5737): no host lives there, so that a hole in the wall would still reach nobody. */
const OUTSIDE = '192.0.2.1'
const refused = expect.objectContaining({ code: 'ERR_LOOPBACK_ONLY' })

function failure(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  return undefined
}

async function rootCause(pending: Promise<unknown>): Promise<unknown> {
  const error: unknown = await pending.catch((reason: unknown) => reason)
  return error instanceof Error && error.cause !== undefined ? error.cause : error
}

test('a socket outside loopback is refused however it is asked for', () => {
  expect(failure(() => net.connect(443, OUTSIDE))).toEqual(refused)
  expect(failure(() => net.connect({ host: OUTSIDE, port: 443 }))).toEqual(refused)
  expect(failure(() => new net.Socket().connect(443, OUTSIDE))).toEqual(refused)
  expect(failure(() => new net.Socket().connect({ host: '::ffff:192.0.2.1', port: 443 }))).toEqual(refused)
  expect(failure(() => connectTls({ host: OUTSIDE, port: 443 }))).toEqual(refused)
  expect(failure(() => net.connect(443, '127.0.0.1.example'))).toEqual(refused)
})

test('an HTTP client outside loopback is refused', async () => {
  expect(await rootCause(fetch(`http://${OUTSIDE}/`))).toEqual(refused)
  expect(await rootCause(request(`http://${OUTSIDE}/`))).toEqual(refused)
  expect(await rootCause(request('https://example.invalid/'))).toEqual(refused)
})

test('a name outside loopback is not even looked up', async () => {
  expect(failure(() => dns.lookup('example.invalid', () => undefined))).toEqual(refused)
  expect(failure(() => dns.promises.resolve4('example.invalid'))).toEqual(refused)
  expect(failure(() => new dns.Resolver().resolveTxt('example.invalid', () => undefined))).toEqual(refused)
  expect((await dns.promises.lookup('localhost')).address).toMatch(/^(127\.0\.0\.1|::1)$/)
})

test("a look-up of the caller's own is judged by what it finds", async () => {
  const socket = net.connect({
    host: 'receiver.example',
    port: 9,
    lookup: (_name, options, done) =>
      options.all ? done(null, [{ address: OUTSIDE, family: 4 }]) : done(null, OUTSIDE, 4),
  })
  const [error] = (await once(socket, 'error').catch((reason: unknown) => [reason])) as [unknown]
  expect(error).toEqual(refused)
})

test('loopback and unix sockets stay open', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'formwire-loopback-'))
  const server = createServer((_request, response) => response.end('here'))
  const local = net.createServer((socket) => socket.end('here'))
  try {
    await once(server.listen(0, '127.0.0.1'), 'listening')
    await once(local.listen(join(folder, 'socket')), 'listening')
    const { port } = server.address() as AddressInfo
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('here')
    expect(await (await fetch(`http://localhost:${port}/`)).text()).toBe('here')
    const [chunk] = (await once(net.connect(join(folder, 'socket')), 'data')) as [Buffer]
    expect(chunk.toString()).toBe('here')
  } finally {
    server.close()
    server.closeAllConnections()
    local.close()
    await rm(folder, { recursive: true, force: true })
  }
})

test('a process started from a test is held as well', async () => {
  const script = `fetch('http://${OUTSIDE}/').catch((error) => process.stdout.write(String(error.cause?.code)))`
  const child = spawn(process.execPath, ['--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const said: string[] = []
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  await once(child, 'close')
  expect(said.join('')).toBe('ERR_LOOPBACK_ONLY')
})

import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { type Clock, systemClock } from '../../kernel/clock.ts'
import type { FailedCall } from './failed-call.ts'
import { closed } from './page-site.suite.ts'
import { openEgress } from './rig.suite.ts'
import { KEPT_BYTES } from './start-of.ts'

const hasty: Clock = { ...systemClock, after: (delayMs, task) => systemClock.after(delayMs / 20, task) }
const call = { headers: { 'content-type': 'application/json' }, body: '{}', timeoutMs: 15_000 }

/** A server that speaks whatever it likes once a request has begun. */
async function speaker(speak: (socket: Socket, heard: string) => void) {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    socket.once('data', (bytes) => speak(socket, String(bytes)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, sockets }
}

/** Says `text` again and again, as fast as it is taken or every few milliseconds. */
function pour(text: string, everyMs = 0) {
  return (socket: Socket) => {
    const more = () => {
      while (!socket.destroyed && socket.write(text) && everyMs === 0) {}
    }
    socket.on('drain', more)
    const timer = everyMs === 0 ? undefined : setInterval(more, everyMs)
    socket.on('close', () => clearInterval(timer))
    more()
  }
}

const start = (head: string, then: (socket: Socket) => void) => (socket: Socket) => {
  socket.write(head)
  then(socket)
}

test.each([
  ['no HTTP at all', 'connection_failed', (socket) => socket.end('220 mail.example ESMTP\r\n')],
  ['a broken status line', 'connection_failed', (socket) => socket.end('HTTP/1.1 what?\r\n\r\n')],
  ['a status of four digits', 'connection_failed', (socket) => socket.end('HTTP/1.1 2000 OK\r\n\r\n')],
  ['HTTP/2', 'connection_failed', (socket) => socket.end('\0\0\0\x04\0\0\0\0\0')],
  ['HTTP/0.9', 'connection_failed', (socket) => socket.end('<html>secret</html>')],
  [
    'two lengths',
    'connection_failed',
    (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'),
  ],
  [
    'another protocol',
    'connection_failed',
    (socket) => socket.write('HTTP/1.1 101 OK\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
  ],
  ['nothing, and goes', 'connection_failed', (socket) => socket.destroy()],
  ['one header without end', 'connection_failed', start('HTTP/1.1 200 OK\r\nX: ', pour('x'.repeat(1_000)))],
  ['headers without end', 'connection_failed', start('HTTP/1.1 200 OK\r\n', pour('X: y\r\n'.repeat(100)))],
  [
    '1xx responses without end',
    'connection_failed',
    pour('HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'.repeat(100)),
  ],
  ['1xx responses, slowly', 'connection_failed', pour('HTTP/1.1 102 Processing\r\n\r\n', 2)],
  ['a status line without end', 'timeout', start('HTTP/1.1 200 ', pour('x'.repeat(10_000)))],
  ['headers that drip', 'timeout', start('HTTP/1.1 200 OK\r\n', pour('X', 20))],
  ['silence', 'timeout', () => {}],
] satisfies [string, FailedCall, (socket: Socket) => void][])(
  'a receiver that answers with %s: %s, and the connection is closed',
  async (_case, reason, speak) => {
    const { url, sockets } = await speaker(speak)
    const clock = reason === 'timeout' ? hasty : systemClock
    const reply = await openEgress(['127.0.0.1'], undefined, clock).post({ ...call, url })
    expect(reply).toEqual({ type: 'failed', reason, tookMs: expect.any(Number) })
    await closed(sockets[0] as Socket)
  },
)

test.each([
  ['drips for ever', start('HTTP/1.1 200 OK\r\n\r\n', pour('x', 5)), /^x+$/],
  ['is silent behind its headers', start('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n', () => {}), /^$/],
  ['pours for ever', start('HTTP/1.1 200 OK\r\n\r\n', pour('x'.repeat(1_000))), new RegExp(`^x{${KEPT_BYTES}}$`)],
  ['breaks off', start('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab', (socket) => socket.destroySoon()), /^ab$/],
  [
    'has chunks that are none',
    start('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', (socket) => socket.write('zz\r\n')),
    /^$/,
  ],
  [
    'has trailers without end',
    start('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n', pour('X: y\r\n'.repeat(100))),
    /^$/,
  ],
] satisfies [string, (socket: Socket) => void, RegExp][])(
  'a status counts though its body %s, and the connection is closed',
  async (_case, speak, kept) => {
    const { url, sockets } = await speaker(speak)
    const reply = await openEgress(['127.0.0.1'], undefined, hasty).post({ ...call, url })
    expect(reply).toMatchObject({ type: 'answered', status: 200, body: expect.stringMatching(kept) })
    await closed(sockets[0] as Socket)
  },
)

test('a few 1xx responses before the real one are passed over', async () => {
  const early = 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'.repeat(3)
  const { url } = await speaker((socket) => socket.end(`${early}HTTP/1.1 204 No Content\r\n\r\n`))
  expect(await openEgress(['127.0.0.1']).post({ ...call, url })).toMatchObject({ type: 'answered', status: 204 })
})

test('what is packed stays packed', async () => {
  const bomb = gzipSync(Buffer.alloc(16_777_216)).subarray(0, 1_000)
  const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`
  const { url } = await speaker((socket) => socket.end(Buffer.concat([Buffer.from(head), bomb])))
  const reply = await openEgress(['127.0.0.1']).post({ ...call, url })
  expect(reply.type === 'answered' && reply.body.length).toBeLessThanOrEqual(bomb.length)
})

test('bytes that PostgreSQL keeps in no text are not in what is kept of an answer', async () => {
  const { url } = await speaker((socket) => {
    socket.end(Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\na\0b\xff\xfec', 'latin1'))
  })
  expect(await openEgress(['127.0.0.1']).post({ ...call, url })).toMatchObject({ body: 'a\ufffdb\ufffd\ufffdc' })
})

test.each([
  ['a line break in a header', { headers: { authorization: 'a\r\nx-evil: 1' } }],
  ['a header of its own making', { headers: { 'transfer-encoding': 'chunked' } }],
])('%s never leaves', async (_case, change) => {
  const { url, sockets } = await speaker((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'))
  const reply = await openEgress(['127.0.0.1']).post({ ...call, ...change, url })
  expect(reply).toMatchObject({ type: 'failed', reason: 'connection_failed' })
  expect(sockets).toEqual([])
})

test('a line break in a URL begins no line of the request', async () => {
  const heard: string[] = []
  const { url } = await speaker((socket, text) => {
    heard.push(text)
    socket.end('HTTP/1.1 200 OK\r\n\r\n')
  })
  const crooked = `${url}a\r\nX-Evil: 1\r\n?q=%0d%0aX-Evil:2`
  expect(await openEgress(['127.0.0.1']).post({ ...call, url: crooked })).toMatchObject({ status: 200 })
  expect(heard[0]).toMatch(/^POST \/aX-Evil:%201\?q=%0d%0aX-Evil:2 HTTP\/1\.1\r\n/)
  expect(heard[0]).not.toMatch(/^x-evil/im)
})

import { EventEmitter } from 'node:events'
import { Writable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { writeOncePerTurn } from './one-write.ts'

function rig() {
  const writes: string[][] = []
  const socket = new Writable({
    write(chunk, _encoding, done) {
      writes.push([String(chunk)])
      done()
    },
    writev(chunks, done) {
      writes.push(chunks.map(({ chunk }) => String(chunk)))
      done()
    },
  })
  const ws = new EventEmitter()
  const letGo = writeOncePerTurn(ws)
  ws.emit('upgrade', { socket })
  return { ws, socket, writes, letGo }
}

test('what is said in answer to one message of the server, later in that turn too, leaves in one write', async () => {
  const { ws, socket, writes } = rig()
  ws.on('message', () => {
    socket.write('first')
    queueMicrotask(() => socket.write('second'))
  })
  ws.emit('message')
  ws.emit('message')
  await nextTurn()
  expect(writes).toEqual([['first', 'first', 'second', 'second']])
})

test('what is said without being spoken to leaves at once', async () => {
  const { ws, socket, writes } = rig()
  ws.emit('message')
  await nextTurn()
  socket.write('first')
  expect(writes).toEqual([['first']])
})

test('a goodbye in answer to a message has left before its socket is cut', () => {
  const { ws, socket, writes, letGo } = rig()
  ws.emit('message')
  socket.write('goodbye')
  letGo()
  socket.destroy()
  expect(writes).toEqual([['goodbye']])
})

test('nothing comes of a message before there is a socket, or after it was cut', async () => {
  const ws = new EventEmitter()
  writeOncePerTurn(ws)
  ws.emit('message')
  const late = rig()
  late.ws.emit('message')
  late.socket.destroy()
  await nextTurn()
  expect(late.writes).toEqual([])
})

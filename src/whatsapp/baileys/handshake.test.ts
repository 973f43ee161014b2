import { EventEmitter } from 'node:events'
import { beforeEach, expect, test } from 'vitest'
import { limitHandshake } from './handshake.ts'
import { type SteppedClock, steppedClock } from './stepped-clock.suite.ts'

const LIMIT_MS = 20_000

let clock: SteppedClock
let ws: EventEmitter
let ev: EventEmitter
let ends: string[]

beforeEach(() => {
  clock = steppedClock()
  ws = new EventEmitter()
  ev = new EventEmitter()
  ends = []
  const socket = { ws, ev } as unknown as Parameters<typeof limitHandshake>[0]
  limitHandshake(socket, clock, ({ message }) => ends.push(message))
})

test('a server that says nothing is given up, and told as one that took too long', () => {
  clock.pass(LIMIT_MS - 1)
  expect(ends).toEqual([])
  clock.pass(1)
  expect(ends).toEqual([expect.stringMatching(/timed out/)])
})

test('a server that has said anything is not', () => {
  ws.emit('frame', new Uint8Array())
  ws.emit('frame', new Uint8Array())
  clock.pass(10 * LIMIT_MS)
  expect(ends).toEqual([])
  expect(clock.pending()).toBe(0)
})

test('a socket that ended leaves no timer behind', () => {
  ev.emit('connection.update', { connection: 'connecting' })
  expect(clock.pending()).toBe(1)
  ev.emit('connection.update', { connection: 'close' })
  expect(clock.pending()).toBe(0)
})

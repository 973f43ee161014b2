import { expect, test } from 'vitest'
import { type Line, type LiveEvent, openLine, type Socket } from './line.ts'

interface Dialled extends Socket {
  since: string | null
  isClosed: boolean
}

/** A gateway that is there or not, sockets that do what the test says, and timers that go off when it says so. */
function makeWorld() {
  const dialled: Dialled[] = []
  const heard: string[] = []
  const reachListeners = new Set<() => void>()
  const returnListeners = new Set<() => void>()
  let due: (() => void)[] = []
  let isAway = false
  const line: Line = openLine({
    connect(since) {
      const socket: Dialled = {
        since,
        isClosed: false,
        onopen: null,
        onmessage: null,
        onclose: null,
        close() {
          socket.isClosed = true
        },
      }
      dialled.push(socket)
      return socket
    },
    after(_ms, call) {
      due.push(call)
      return () => {
        due = due.filter((one) => one !== call)
      }
    },
    random: () => 0.5,
    reach: {
      isAway: () => isAway,
      knock: async () => {},
      onReach: (listener) => join(reachListeners, listener),
      onReturn: (listener) => join(returnListeners, listener),
    },
    onHungUp: () => heard.push('hung up'),
  })
  line.listeners.add({
    onEvent: ({ id }) => heard.push(id),
    onState: (state) => heard.push(state),
    onGap: () => heard.push('gap'),
  })
  const newest = () => dialled.at(-1) as Dialled & WebSocket
  return {
    dialled,
    heard,
    line,
    newest,
    open: () => newest().onopen?.(new Event('open')),
    say: (told: Partial<LiveEvent> | object, socket = newest()) =>
      socket.onmessage?.(new MessageEvent('message', { data: JSON.stringify(told) })),
    async drop() {
      newest().onclose?.(new Event('close') as CloseEvent)
      await Promise.resolve()
      await Promise.resolve()
    },
    tick() {
      for (const call of due.splice(0)) call()
    },
    go(away: boolean) {
      isAway = away
      for (const listener of reachListeners) listener()
    },
    comeBack() {
      for (const listener of returnListeners) listener()
    },
  }
}

function join(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

const event = (id: string) => ({ id, event: 'form.answered', timestamp: '', data: {} })

test('what happens between the reading of a page and the opening of its line is read again', () => {
  const { heard, open } = makeWorld()
  open()
  expect(heard).toEqual(['gap', 'open'])
})

test('a line that drops on a quiet page tells of a gap when it is back, though the gateway was never away', async () => {
  const { heard, newest, open, drop, tick } = makeWorld()
  open()
  await drop()
  heard.length = 0
  tick()
  expect(newest().since).toBeNull()
  open()
  expect(heard).toEqual(['gap', 'open'])
})

test('a line that drops after an event goes on behind it, and tells of no gap', async () => {
  const { heard, newest, open, say, drop, tick } = makeWorld()
  open()
  say(event('evt_1'))
  await drop()
  tick()
  expect(newest().since).toBe('evt_1')
  heard.length = 0
  open()
  say(event('evt_2'))
  say({ event: 'replay.done' })
  expect(heard).toEqual(['open', 'evt_2'])
})

test('a replay that was too long to be whole is a gap', async () => {
  const { heard, open, say, drop, tick } = makeWorld()
  open()
  say(event('evt_1'))
  await drop()
  tick()
  open()
  heard.length = 0
  say({ event: 'replay.done', truncated: true })
  expect(heard).toEqual(['gap'])
})

test('a place that a gateway refuses time and again is given up, and that is a gap', async () => {
  const { heard, newest, open, say, drop, tick } = makeWorld()
  open()
  say(event('evt_1'))
  await drop()
  for (let refused = 0; refused < 3; refused += 1) {
    tick()
    expect(newest().since).toBe('evt_1')
    await drop()
  }
  tick()
  expect(newest().since).toBeNull()
  heard.length = 0
  open()
  expect(heard).toEqual(['gap', 'open'])
})

test('a place is kept however long the gateway is away, and when its first answer behind a proxy is no socket', async () => {
  const { newest, open, say, drop, tick, go } = makeWorld()
  open()
  say(event('evt_1'))
  go(true)
  await drop()
  for (let failed = 0; failed < 20; failed += 1) {
    tick()
    await drop()
  }
  go(false)
  await drop()
  tick()
  expect(newest().since).toBe('evt_1')
})

test('a gateway that is back is dialled at once, and only once', async () => {
  const { dialled, open, drop, go } = makeWorld()
  open()
  go(true)
  await drop()
  go(false)
  go(false)
  expect(dialled).toHaveLength(2)
})

test('a line that looks open after sleep is dialled anew from its place, and the dead one says nothing any more', () => {
  const { dialled, heard, newest, open, say, comeBack } = makeWorld()
  open()
  say(event('evt_1'))
  const dead = newest()
  comeBack()
  expect(dialled).toHaveLength(2)
  expect([dead.isClosed, newest().since]).toEqual([true, 'evt_1'])
  heard.length = 0
  say(event('evt_2'), dead)
  dead.onclose?.(new Event('close') as CloseEvent)
  open()
  say(event('evt_2'))
  expect(heard).toEqual(['open', 'evt_2'])
})

test('a line that nobody listens to any more is not dialled again', async () => {
  const { dialled, newest, open, line, drop, tick, go, comeBack } = makeWorld()
  open()
  line.close()
  expect(newest().isClosed).toBe(true)
  await drop()
  tick()
  go(false)
  comeBack()
  expect(dialled).toHaveLength(1)
})

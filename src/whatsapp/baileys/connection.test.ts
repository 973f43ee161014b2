import { expect, test } from 'vitest'
import { connectionRig } from './connection-rig.suite.ts'

const MINUTE = 60_000
const HOUR = 3_600_000

test('a number that opens and drops in a loop is dialled ever more seldom', async () => {
  const { clock, connection, sockets, open, socket, settle } = connectionRig()
  await open()
  const waits: number[] = []
  for (let drop = 0; drop < 9; drop += 1) {
    clock.pass(5_000)
    sockets.at(-1)?.lose()
    await settle()
    const { state } = connection
    if (state.type !== 'waiting') return expect.unreachable(state.type)
    waits.push(state.retryAt - clock.now())
    clock.pass(state.retryAt - clock.now())
    ;(await socket()).onOpen()
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1000))
  clock.pass(5_000)
})

test('a number that was open for a minute is dialled after a second again', async () => {
  const { clock, connection, open, socket, settle } = connectionRig()
  const first = await open()
  first.lose()
  await settle()
  clock.pass(1_000)
  const second = await socket()
  second.onOpen()
  while (clock.now() < 1_000_000 + 2 * MINUTE) {
    clock.pass(30_000)
    for (const answer of second.pings.splice(0)) answer()
  }
  second.lose()
  await settle()
  expect(connection.state).toMatchObject({ type: 'waiting', retryAt: clock.now() + 1_000 })
})

test('a server that asks for a restart each time is obeyed at once the first time only', async () => {
  const { clock, connection, sockets, open, settle } = connectionRig()
  const first = await open()
  first.streamError(515)
  await settle()
  expect([connection.state.type, sockets.length]).toEqual(['connecting', 2])
  for (const waitMs of [1_000, 2_000, 4_000]) {
    sockets.at(-1)?.onOpen()
    sockets.at(-1)?.streamError(515)
    await settle()
    expect(connection.state).toEqual({ type: 'waiting', reason: 'restart_required', retryAt: clock.now() + waitMs })
    clock.pass(waitMs)
    await settle()
  }
})

test('a log-in that is refused without a reason is repeated, and told as a bad session in the end', async () => {
  const { clock, connection, states, log, socket, settle } = connectionRig()
  connection.connect()
  for (let refusal = 0; refusal < 10; refusal += 1) {
    ;(await socket()).refuse(500)
    await settle()
    if (connection.state.type === 'waiting') clock.pass(connection.state.retryAt - clock.now())
  }
  const reasons = states.flatMap((state) => (state.type === 'waiting' ? [state.reason] : []))
  expect([reasons.slice(0, 6), reasons.slice(6)]).toEqual([
    Array(6).fill('server_unavailable'),
    Array(4).fill('bad_session'),
  ])
  expect(log).not.toContain('erased')
})

test.each([
  [401, 'logged_out'],
  [402, 'banned'],
  [403, 'banned'],
  [405, 'client_outdated'],
  [406, 'banned'],
  [409, 'client_outdated'],
  [415, 'bad_session'],
])('after a log-in was refused with %i nothing is dialled any more, and nothing is left', async (code, reason) => {
  const { clock, connection, sockets, log, socket, settle } = connectionRig()
  connection.connect()
  ;(await socket()).refuse(code)
  await settle()
  expect(connection.state).toMatchObject({ type: 'ended', reason })
  expect(clock.pending()).toBe(0)
  clock.pass(24 * HOUR)
  await settle()
  expect(sockets).toHaveLength(1)
  expect(log.includes('erased')).toBe(code === 401)
})

test('keys are gone before anybody hears that the number was logged out', async () => {
  const { log, open, settle } = connectionRig()
  ;(await open()).refuse(401)
  await settle()
  expect(log).toEqual(['connecting', 'open', 'erased', 'abandoned', 'ended'])
})

test('a number that was replaced does not fight back', async () => {
  const { clock, connection, sockets, open, settle } = connectionRig()
  ;(await open()).streamError(440)
  await settle()
  clock.pass(24 * HOUR)
  await settle()
  expect([connection.state, sockets.length, clock.pending()]).toEqual([{ type: 'ended', reason: 'replaced' }, 1, 0])
})

test('a server that takes a connection and says nothing is given up after a minute, and dialled again', async () => {
  const { clock, connection, sockets, socket, settle } = connectionRig()
  connection.connect()
  const silent = await socket()
  clock.pass(MINUTE - 1)
  expect(connection.state.type).toBe('connecting')
  clock.pass(1)
  await settle()
  expect(connection.state).toEqual({ type: 'waiting', reason: 'timed_out', retryAt: clock.now() + 1_000 })
  expect(silent.isEnded).toBe(true)
  silent.onOpen()
  expect(connection.state.type).toBe('waiting')
  clock.pass(1_000)
  await settle()
  expect(sockets).toHaveLength(2)
})

test('a store that never gives the credentials does not hold a line up for ever', async () => {
  const { clock, connection, store, sockets, settle } = connectionRig()
  store.isStuck = true
  connection.connect()
  clock.pass(MINUTE)
  expect(connection.state).toMatchObject({ type: 'waiting', reason: 'store_failed' })
  store.isStuck = false
  clock.pass(1_000)
  await settle()
  expect(sockets).toHaveLength(1)
})

test('an attempt to link may take its time once a QR is there, and ends when none comes', async () => {
  const shown = connectionRig(false)
  shown.connection.connect()
  const socket = await shown.socket()
  socket.onCode('a QR')
  while (shown.clock.now() < 1_000_000 + 5 * MINUTE) {
    shown.clock.pass(30_000)
    for (const answer of socket.pings.splice(0)) answer()
  }
  expect(shown.connection.state).toEqual({ type: 'linking', code: 'a QR' })

  const silent = connectionRig(false)
  silent.connection.connect()
  await silent.settle()
  silent.clock.pass(MINUTE)
  await silent.settle()
  expect(silent.connection.state).toEqual({ type: 'ended', reason: 'timed_out' })
  expect(silent.clock.pending()).toBe(0)
})

test.each([true, false])('a socket that does not answer a ping is replaced (linked: %s)', async (isLinked) => {
  const { clock, connection, socket, settle } = connectionRig(isLinked)
  connection.connect()
  const dead = await socket()
  if (isLinked) dead.onOpen()
  else dead.onCode('a QR')
  clock.pass(30_000)
  expect(dead.pings).toHaveLength(1)
  clock.pass(20_000)
  await settle()
  expect(connection.state).toMatchObject({ type: isLinked ? 'waiting' : 'ended', reason: 'timed_out' })
  expect(dead.isEnded).toBe(true)
})

test('a phone that signed the device, and a server that forgets to ask for the restart, do not leave it half linked', async () => {
  const { clock, connection, sockets, socket, settle } = connectionRig()
  connection.connect()
  const half = await socket()
  half.onCode('a QR')
  half.onPaired()
  half.onCode('a QR that nobody needs')
  expect(connection.state).toEqual({ type: 'linking', code: 'a QR' })
  for (let passed = 0; passed < MINUTE; passed += 10_000) {
    clock.pass(10_000)
    for (const answer of half.pings.splice(0)) answer()
  }
  await settle()
  expect([half.isEnded, connection.state.type]).toEqual([true, 'waiting'])
  clock.pass(1_000)
  await settle()
  expect(sockets).toHaveLength(2)
})

test('whoever asks for a connection in a loop does not undo the pauses between dials', async () => {
  const { clock, connection, sockets, settle } = connectionRig()
  for (let second = 0; second < 300; second += 1) {
    connection.connect()
    await settle()
    if (connection.state.type === 'connecting') sockets.at(-1)?.lose()
    await settle()
    clock.pass(1_000)
  }
  // Three in each half minute, and those that were due anyway.
  expect(sockets.length).toBeLessThan(45)
})

test.each([403, 405])('nor does it dial a number in a loop whose log-in is refused with %i', async (code) => {
  const { clock, connection, sockets, settle } = connectionRig()
  for (let second = 0; second < 300; second += 1) {
    connection.connect()
    await settle()
    if (connection.state.type === 'connecting') sockets.at(-1)?.refuse(code)
    await settle()
    clock.pass(1_000)
  }
  expect(sockets.length).toBeLessThan(35)
  await connection.close()
  expect(clock.pending()).toBe(0)
})

test('a person who asks while it waits, and one who closes and connects, is served at once', async () => {
  const { connection, sockets, open, settle } = connectionRig()
  ;(await open()).lose()
  await settle()
  connection.connect()
  await settle()
  expect([connection.state.type, sockets.length]).toEqual(['connecting', 2])
  for (let again = 3; again < 9; again += 1) {
    await connection.close()
    connection.connect()
    await settle()
    expect([connection.state.type, sockets.length]).toEqual(['connecting', again])
  }
})

test('a socket that cannot even be made is an end like others', async () => {
  const { clock, connection, store, settle } = connectionRig()
  store.cannotDial = true
  connection.connect()
  await settle()
  expect(connection.state).toMatchObject({ type: 'waiting', reason: 'connection_lost' })
  store.cannotDial = false
  clock.pass(1_000)
  await settle()
  expect(connection.state.type).toBe('connecting')
})

test('keys that cannot be kept close the socket, and the device is read again from the store', async () => {
  const { clock, connection, sockets, onFailure, open, settle } = connectionRig()
  const first = await open()
  onFailure()
  await settle()
  expect([first.isEnded, connection.live]).toEqual([true, null])
  expect(connection.state).toMatchObject({ type: 'waiting', reason: 'store_failed' })
  clock.pass(1_000)
  await settle()
  expect(sockets[1]?.device).not.toBe(first.device)
})

test.each(['connecting', 'linking', 'open', 'waiting'] as const)(
  'a line that is closed while %s leaves neither timer nor socket',
  async (when) => {
    const { clock, connection, sockets, socket, settle } = connectionRig(when !== 'linking')
    connection.connect()
    const dialled = await socket()
    if (when === 'linking') dialled.onCode('a QR')
    if (when === 'open') dialled.onOpen()
    if (when === 'open') clock.pass(31_000)
    if (when === 'waiting') dialled.lose()
    await settle()
    expect(connection.state.type).toBe(when)
    await connection.close()
    expect([connection.state, clock.pending()]).toEqual([{ type: 'ended', reason: 'closed_by_us' }, 0])
    expect(dialled.isEnded).toBe(when !== 'waiting')
    clock.pass(HOUR)
    await settle()
    expect(sockets).toHaveLength(1)
  },
)

test('whoever waits for a code hears at once that there will be none', async () => {
  const { connection, open } = connectionRig()
  connection.connect()
  const code = connection.linking(30_000)
  await open()
  expect(await code).toBeNull()
  expect(await connection.linking(30_000)).toBeNull()
})

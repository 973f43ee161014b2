import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/src/index.ts'
import { openTestStore } from '../../src/platform/db/test-store.suite.ts'
import type { LineState } from '../../src/whatsapp/port.ts'
import {
  addPerson,
  control,
  type EngineWorld,
  type Json,
  type Linked,
  linkNumber,
  listen,
  until,
} from '../../src/whatsapp/port-rig.suite.ts'
import { type Front, startFront } from './front.ts'
import { baileysWorld } from './world.ts'

let sandbox: Sandbox
let opened: Awaited<ReturnType<typeof openTestStore>>
let front: Front
let world: EngineWorld

beforeAll(async () => {
  sandbox = await startSandbox()
  opened = await openTestStore('sqlite')
  front = await startFront(sandbox.whatsappUrl)
  world = baileysWorld({ ...sandbox, whatsappUrl: front.url }, opened.store)
})

afterEach(() => {
  front.mood = 'through'
})

afterAll(async () => {
  await opened.remove()
  await front.close()
  await sandbox.close()
})

const disturb = ({ owner }: Linked, faults: Json) => control(world, 'faults', { account: owner.phone, ...faults })

/** The first state from now on that passes. */
async function next({ news }: Linked, begin: () => unknown, passes: (state: LineState) => boolean): Promise<LineState> {
  const before = news.length
  await begin()
  const find = () =>
    news.slice(before).flatMap((told) => (told.type === 'state' && passes(told.state) ? [told.state] : []))[0]
  await until(() => find() !== undefined, 'such a state', 30_000)
  return find() ?? expect.unreachable()
}

const isWaiting = ({ type }: LineState) => type === 'waiting'
const isOpen = ({ type }: LineState) => type === 'open'
const isEnded = ({ type }: LineState) => type === 'ended'

async function keysOf(instanceId: string): Promise<number> {
  const sql = opened.store.read
  const keys = await sql.selectFrom('signal_key').select('id').where('instance_id', '=', instanceId).execute()
  const credentials = await sql
    .selectFrom('credential')
    .select('instance_id')
    .where('instance_id', '=', instanceId)
    .execute()
  return keys.length + credentials.length
}

test.each([
  [{ streamError: 503 }, 'server_unavailable'],
  [{ streamError: 500 }, 'server_unavailable'],
  [{ streamError: 401 }, 'connection_lost'],
  [{ streamError: 516 }, 'connection_lost'],
  [{ streamError: 'xml-not-well-formed' }, 'connection_lost'],
  [{ streamError: 'ack' }, 'connection_lost'],
  [{ failure: 400 }, 'server_unavailable'],
  [{ failure: 500 }, 'server_unavailable'],
  [{ failure: 501 }, 'server_unavailable'],
  [{ failure: 503 }, 'server_unavailable'],
])('after %j a number waits, keeps its keys, and comes back', async (faults, reason) => {
  const linked = await linkNumber(world)
  const state = await next(
    linked,
    () => disturb(linked, faults),
    // A log-in is refused after the open connection was lost.
    (told) => told.type === 'waiting' && told.reason === reason,
  )
  expect(state).toMatchObject({ reason })
  await disturb(linked, {})
  await until(() => linked.line.state.type === 'open', 'open again')
  expect(await linked.engine.isLinked(linked.instanceId)).toBe(true)
  await linked.line.close()
})

test('a server that asks for a restart gets it at once', async () => {
  const linked = await linkNumber(world)
  const before = linked.news.length
  await next(linked, () => disturb(linked, { streamError: 515 }), isOpen)
  const states = linked.news.slice(before).flatMap((told) => (told.type === 'state' ? [told.state.type] : []))
  // Its own pairing was a restart too, moments ago; so it may be made to wait once.
  expect(states.filter((type) => type !== 'waiting')).toEqual(['connecting', 'open'])
  await linked.line.close()
})

test.each([
  [{ failure: 403 }, 'banned'],
  [{ failure: 405 }, 'client_outdated'],
  [{ failure: 406 }, 'banned'],
  [{ failure: 409 }, 'client_outdated'],
  [{ failure: 411 }, 'bad_session'],
  [{ failure: 413 }, 'bad_session'],
  [{ failure: 414 }, 'bad_session'],
  [{ failure: 415 }, 'bad_session'],
  [{ failure: 418 }, 'client_outdated'],
  [{ streamError: 'conflict' }, 'replaced'],
  [{ streamError: 440 }, 'replaced'],
])('after %j a number ends, keeps its keys, and is not dialled again by itself', async (faults, reason) => {
  const linked = await linkNumber(world)
  const state = await next(linked, () => disturb(linked, faults), isEnded)
  expect(state).toEqual({ type: 'ended', reason })
  expect(await linked.engine.isLinked(linked.instanceId)).toBe(true)
  await disturb(linked, {})
  const dials = front.dials()
  // Another number links meanwhile, for which it is dialled twice.
  const other = await linkNumber(world)
  expect([linked.line.state.type, front.dials() - dials]).toEqual(['ended', 2])
  await other.line.close()
})

test('a ban that ends is told with its reason and its end', async () => {
  const linked = await linkNumber(world)
  const begun = Date.now()
  const state = await next(linked, () => disturb(linked, { banned: 'temporary' }), isEnded)
  expect(state).toMatchObject({ type: 'ended', reason: 'banned', ban: { code: 101 } })
  const until = state.type === 'ended' ? (state.ban?.until ?? 0) : 0
  expect(until).toBeGreaterThanOrEqual(begun + 3_600_000)
  expect(until).toBeLessThanOrEqual(Date.now() + 3_600_000)
})

test.each([[{ failure: 401 }], [{ loggedOut: true }]])(
  'after %j credentials and every key are gone when it is told',
  async (faults) => {
    const linked = await linkNumber(world)
    expect(await keysOf(linked.instanceId)).toBeGreaterThan(100)
    const state = await next(linked, () => disturb(linked, faults), isEnded)
    expect(state).toEqual({ type: 'ended', reason: 'logged_out' })
    expect(await keysOf(linked.instanceId)).toBe(0)
    await linked.line.close()
    expect(await keysOf(linked.instanceId)).toBe(0)
  },
)

test('what was received before the number was logged out is told at the next start, without a dial', async () => {
  const { line, engine, instanceId, owner } = await linkNumber(world)
  await line.close()
  const failing = engine.line(instanceId, {
    hear: async ({ type }) => {
      if (type === 'message') throw new Error('no room for messages')
    },
  })
  failing.connect()
  const ana = await addPerson(world)
  const { id } = await ana.post('text', { to: owner.phone, text: 'antes' })
  await until(async () => {
    const { receipts } = await control(world, `receipts?account=${owner.phone}&after=0&waitMs=0`)
    return (receipts as Json[]).some((receipt) => receipt['id'] === id)
  }, 'it is acknowledged')
  await control(world, 'faults', { account: owner.phone, loggedOut: true })
  await until(() => failing.state.type === 'ended', 'it is logged out')
  await failing.close()
  expect(await keysOf(instanceId)).toBe(0)

  const dials = front.dials()
  const again = listen(world.start(), instanceId)
  await again.line.tellLeft?.()
  expect((await again.message(id)).content).toEqual({ type: 'text', text: 'antes' })
  expect([again.line.state.type, front.dials() - dials]).toEqual(['idle', 0])
})

test('a proxy that answers 401 has logged nobody out', async () => {
  const linked = await linkNumber(world)
  front.mood = 'refuse'
  const dials = front.dials()
  await disturb(linked, { drop: 'kill' })
  await until(() => front.dials() > dials + 2, 'it is dialled again, and again')
  const reasons = linked.news.flatMap((told) =>
    told.type === 'state' && 'reason' in told.state ? [told.state.reason] : [],
  )
  expect(new Set(reasons)).toEqual(new Set(['connection_lost']))
  expect(await linked.engine.isLinked(linked.instanceId)).toBe(true)
  front.mood = 'through'
  await until(() => linked.line.state.type === 'open', 'open again')
  await linked.line.close()
})

/** Each waits for what is given up by the clock: all at once. */
describe.concurrent('a server that is silent', () => {
  test.each([true, 'pings'])('a socket that is open and dead is replaced (mute: %s)', async (mute) => {
    const linked = await linkNumber(world)
    const state = await next(linked, () => disturb(linked, { mute }), isWaiting)
    expect(state).toMatchObject({ reason: 'timed_out' })
    await disturb(linked, {})
    await until(() => linked.line.state.type === 'open', 'open again', 30_000)
    await linked.line.close()
  })

  test('a server that never lets a number in is given up, and dialled again', async () => {
    const linked = await linkNumber(world)
    await disturb(linked, { mute: true, drop: 'kill' })
    const state = await next(
      linked,
      () => undefined,
      (told) => told.type === 'waiting' && told.reason === 'timed_out',
    )
    expect(state.type).toBe('waiting')
    await disturb(linked, {})
    await until(() => linked.line.state.type === 'open', 'open again', 30_000)
    await linked.line.close()
  })

  test('a server that opens the WebSocket and says nothing is given up, and leaves no socket', async () => {
    const silent = await startFront(sandbox.whatsappUrl)
    silent.mood = 'silent'
    const elsewhere = baileysWorld({ ...sandbox, whatsappUrl: silent.url }, opened.store)
    const { line } = listen(elsewhere.start(), await world.addInstance())
    line.connect()
    await until(() => silent.open() === 1, 'it is dialled')
    await line.close()
    await until(() => silent.open() === 0, 'no socket is left', 5_000)

    line.connect()
    await until(() => line.state.type === 'ended' && line.state.reason === 'timed_out', 'it is given up', 30_000)
    await until(() => silent.open() === 0, 'no socket is left', 5_000)
    await silent.close()
  })
})

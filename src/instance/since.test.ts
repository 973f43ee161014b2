import { randomBytes } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import type { Store } from '../platform/db/store.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { createSealer } from '../platform/secret/index.ts'
import type { LineState } from '../whatsapp/port.ts'
import { changeInstanceSettings } from './change-settings.ts'
import { logOutInstance } from './end-instance.ts'
import { createLines, type Lines } from './lines.ts'
import { restrictInstance } from './restrict.ts'
import { addAccount, addInstance, ME, standInEngine } from './stand-in-engine.suite.ts'
import { findInstance } from './store.ts'
import { NOTHING_SEEN, viewInstance } from './view.ts'

const HELD = Date.UTC(2026, 4, 2, 12)

describeStores((open) => {
  let store: Store
  let standIn: ReturnType<typeof standInEngine>
  let lines: Lines
  let now: number
  const clock = { ...systemClock, now: () => now }
  const announce = async () => {}
  const nobody = async () => {}

  beforeEach(async () => {
    store = await open()
    now = HELD
    standIn = standInEngine()
    const handlers = { onAck: nobody, onReceipt: nobody, onMessage: nobody, onCall: nobody, onOpen: () => {} }
    const sealer = createSealer(randomBytes(32))
    lines = createLines({ engine: standIn.engine, store, clock, announce, handlers, sealer })
    await addAccount(store)
    await addInstance(store, 'one')
  })

  const read = async () => (await findInstance(store.read, 'one')) ?? expect.unreachable('no such instance')
  const since = async () => {
    const { connection } = viewInstance(await read(), { token: '', proxy: null, ...NOTHING_SEEN })
    return connection.since
  }
  /** Tells it at a second of the hour. */
  const at = async (second: number, state: LineState) => {
    now = HELD + second * 1_000
    await standIn.tell('one', { type: 'state', state })
  }

  test('since when an older instance is in its state is not known, until the state changes', async () => {
    lines.of('one')
    expect(await since()).toBeNull()
    await at(1, { type: 'ended', reason: 'link_expired' })
    expect(await read()).toMatchObject({ state: 'disconnected', stateReason: 'link_expired', stateAt: null })
    await at(2, { type: 'connecting' })
    expect(await since()).toBe('2026-05-02T12:00:02.000Z')
  })

  test('a state that is told again, settings, or another reason do not move since when it is', async () => {
    lines.of('one')
    await at(1, { type: 'connecting' })
    await at(2, { type: 'linking', code: 'the-qr' })
    expect(await since()).toBe('2026-05-02T12:00:01.000Z')
    await at(3, { type: 'open', me: ME })
    await at(4, { type: 'open', me: { ...ME, name: 'Another name' } })
    now += 1_000
    await changeInstanceSettings({ store, clock, settingsChanged: () => {} }, await read(), { ignoreStatus: true })
    await store.write((transaction) => restrictInstance({ announce, clock }, transaction, 'one'))
    expect(await read()).toMatchObject({ state: 'connected', profileName: 'Another name', updatedAt: now })
    expect(await since()).toBe('2026-05-02T12:00:03.000Z')
    await at(6, { type: 'waiting', reason: 'connection_lost', retryAt: 9 })
    await at(7, { type: 'ended', reason: 'replaced' })
    expect(await read()).toMatchObject({ state: 'disconnected', stateReason: 'replaced', updatedAt: now })
    expect(await since()).toBe('2026-05-02T12:00:06.000Z')
  })

  test('a number that is logged out is so since then; again changes nothing', async () => {
    lines.of('one')
    await at(1, { type: 'open', me: ME })
    const deps = { engine: standIn.engine, lines, store, clock, announce, events: { instanceDeleted: () => {} } }
    for (const second of [2, 3]) {
      now = HELD + second * 1_000
      await logOutInstance(deps, await read())
    }
    expect([(await read()).state, await since()]).toEqual(['loggedout', '2026-05-02T12:00:02.000Z'])
  })

  test('a start says since when a number is off the line that a killed gateway left on it, and moves no other', async () => {
    lines.of('one')
    await at(1, { type: 'open', me: ME })
    lines.release('one')
    standIn.linked.add('one')
    for (const second of [2, 3]) {
      now = HELD + second * 1_000
      await lines.recover()
    }
    expect([(await read()).state, await since()]).toEqual(['disconnected', '2026-05-02T12:00:02.000Z'])
    await lines.stop()
  })
})

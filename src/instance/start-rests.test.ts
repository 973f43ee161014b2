import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import type { Announcement } from '../kernel/event.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { createSealer } from '../platform/secret/index.ts'
import { createLines } from './lines.ts'
import { addAccount, addInstance, standInEngine } from './stand-in-engine.suite.ts'
import { changeState, findInstance } from './store.ts'

const RESTING = [
  ['banned', 'banned'],
  ['disconnected', 'replaced'],
  ['disconnected', 'server_not_genuine'],
] as const
const DIALLED = [
  ['disconnected', 'client_outdated'],
  ['disconnected', 'bad_session'],
  ['disconnected', 'closed_by_us'],
  ['connected', null],
] as const

describeStores((open) => {
  test('a start leaves banned and replaced numbers alone, as they are, and dials every other', async () => {
    const store = await open()
    const { engine, linked, dialled, looked } = standInEngine()
    const told: Announcement[] = []
    await addAccount(store)
    for (const [state, state_reason] of [...RESTING, ...DIALLED]) {
      const id = state_reason ?? state
      await addInstance(store, id)
      await store.write(({ sql }) =>
        changeState(sql, id, { state, since: 3, state_reason, linked: 1, banned_until: 5 }),
      )
      linked.add(id)
    }
    const nobody = async () => {}
    const handlers = { onAck: nobody, onReceipt: nobody, onMessage: nobody, onCall: nobody, onOpen: () => {} }
    const announce = async (_: unknown, announcement: Announcement) => void told.push(announcement)
    const sealer = createSealer(randomBytes(32))
    const lines = createLines({ engine, store, clock: systemClock, announce, handlers, sealer })
    await lines.recover()
    await lines.start()
    expect(dialled.toSorted()).toEqual(['bad_session', 'client_outdated', 'closed_by_us', 'connected'])
    expect(looked.toSorted()).toEqual(['banned', 'replaced', 'server_not_genuine'])
    for (const [state, stateReason] of RESTING) {
      expect(await findInstance(store.read, stateReason)).toMatchObject({ state, stateReason, bannedUntil: 5 })
    }
    expect(told.map(({ instanceId }) => instanceId)).toEqual(['connected'])
    lines.of('banned').connect()
    expect(dialled.at(-1)).toBe('banned')
    await lines.stop()
  })
})

import { randomBytes } from 'node:crypto'
import type { Updateable } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import type { Announcement } from '../kernel/event.ts'
import type { InstanceTable } from '../platform/db/schema.ts'
import type { Store } from '../platform/db/store.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { createSealer } from '../platform/secret/index.ts'
import { exportInstance } from './export-instance.ts'
import { resumeInstance } from './resume-instance.ts'
import { addAccount, addInstance, ME, standInEngine } from './stand-in-engine.suite.ts'
import { countStates, findInstance, type Instance } from './store.ts'

const UNTIL = Date.UTC(2026, 4, 2)
const jid = ME.jid

describeStores((open) => {
  let store: Store
  let told: unknown[]
  const { engine, linked } = standInEngine()
  linked.add('one')

  beforeEach(async () => {
    store = await open()
    told = []
    await addAccount(store)
    await addInstance(store, 'one')
  })

  const read = async () => (await findInstance(store.read, 'one')) ?? expect.unreachable('no such instance')
  const change = (to: Updateable<InstanceTable>) =>
    store.write(({ sql }) =>
      sql
        .updateTable('instance')
        .set({ linked: 1, number_jid: jid, ...to })
        .execute(),
    )
  const announce = async (_: unknown, { event }: Announcement) => {
    const { timestamp: _at, ...data } = event.data as { timestamp: string }
    told.push(data)
  }
  const lines = {
    of: (id: string) => engine.line(id, { hear: async () => {} }),
    find: () => null,
    release: () => null,
  }

  /** The engine has no keys to give: the export fails after the instance was parked. */
  const failToExport = (instance: Instance) =>
    exportInstance(
      {
        engine,
        lines,
        store,
        clock: systemClock,
        announce,
        tokens: { sealer: createSealer(randomBytes(32)), hashToken: (token) => token },
        events: { take: () => Promise.reject(new Error('not asked')) },
      },
      instance,
      { passphrase: 'p', disconnect: true, mostBytes: 1_000 },
    )

  test('an export that fails leaves a banned number banned, and says so', async () => {
    await change({ state: 'banned', state_reason: 'banned', banned_until: UNTIL, state_at: 7 })
    const before = await read()
    await expect(failToExport(before)).rejects.toThrow('logged out meanwhile')
    expect(await read()).toEqual({ ...before, updatedAt: expect.any(Number) })
    expect(told).toEqual([
      { state: 'disconnected', reason: 'exported', jid },
      { state: 'temp_banned', reason: 'banned', jid, until: '2026-05-02T00:00:00.000Z' },
    ])
  })

  test('an export that fails does not leave a number as connected that a killed gateway left so', async () => {
    await change({ state: 'connected' })
    await expect(failToExport(await read())).rejects.toThrow('logged out meanwhile')
    expect(await read()).toMatchObject({ state: 'disconnected', stateReason: 'gateway_stopped', parkedAt: null })
    expect(told.at(-1)).toEqual({ state: 'disconnected', reason: 'gateway_stopped', jid })
  })

  test('a number that is resumed is told as no longer exported, and is counted as linked again', async () => {
    await change({ state: 'disconnected', state_reason: 'exported', parked_at: 1 })
    const counted = async () => (await countStates(store.read)).filter(({ count }) => count > 0)
    expect(await counted()).toEqual([{ state: 'disconnected', isLinked: false, count: 1 }])
    await resumeInstance({ lines, store, clock: systemClock, announce }, await read(), { connect: false })
    expect(await read()).toMatchObject({ state: 'disconnected', stateReason: null, parkedAt: null })
    expect(told).toEqual([{ state: 'disconnected', jid }])
    expect(await counted()).toEqual([{ state: 'disconnected', isLinked: true, count: 1 }])
  })
})

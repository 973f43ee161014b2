import { beforeEach, expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import type { Store } from '../platform/db/store.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { examineInstances } from './examine-instances.ts'
import { examineStore } from './examine-store.ts'

const NOW = Date.UTC(2026, 4, 2)
const HOUR_MS = 3_600_000
const options = { clock: { ...systemClock, now: () => NOW } }

describeStores((open, engine) => {
  let store: Store
  beforeEach(async () => {
    store = await open()
    await addInstance(store)
  })

  const examine = async (row: { restricted_at: number; state: 'connected' | 'disconnected'; linked: number }) => {
    await store.write(({ sql }) => sql.updateTable('instance').set(row).execute())
    const checks = await examineInstances({ options, storeAndKeys: { store }, isServing: true })
    return checks.map(({ found }) => found)
  }

  test('a stop of first messages is over after its time, and says until when before', async () => {
    const row = { state: 'connected' as const, linked: 1 }
    expect(await examine({ ...row, restricted_at: NOW - HOUR_MS })).toEqual([
      'shop/shop writes no first message to strangers until 2026-05-02T23:00:00.000Z',
    ])
    expect(await examine({ ...row, restricted_at: NOW - 25 * HOUR_MS })).toEqual(['1, 1 linked and connected'])
  })

  test('a number that is not connected says so although it is restricted too', async () => {
    expect(await examine({ state: 'disconnected', linked: 1, restricted_at: NOW - HOUR_MS })).toEqual([
      'shop/shop is linked and not connected',
      expect.stringContaining('until'),
    ])
  })

  test.runIf(engine === 'sqlite')('a store that only reads is not said to take writes', async () => {
    const readOnly: Store = {
      ...store,
      write: (unit) => unit({ sql: store.read, afterCommit: () => {}, tally: () => {} }),
    }
    const found = async (looked: Store) => (await examineStore({ options, storeAndKeys: { store: looked } })).found
    expect([await found(readOnly), await found(store)]).toEqual([
      'SQLite takes no writes',
      'SQLite, its tables are up to date, and it takes writes',
    ])
  })
})

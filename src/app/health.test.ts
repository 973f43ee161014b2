import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { createHealth } from './health.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'formwire-health-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

const failing = { write: () => Promise.reject(new Error('disk full')) }
const well = { write: async () => undefined as never }

describeStores((open) => {
  test('a store that takes writes is well, and is written to at most once in ten seconds', async () => {
    const store = await open()
    let writes = 0
    const counting: typeof store = {
      ...store,
      write(unit) {
        writes += 1
        return store.write(unit)
      },
    }
    let now = 1_000
    const look = createHealth({ store: counting, clock: { ...systemClock, now: () => now }, dataDir })
    expect(await look()).toEqual({ store: 'ok', disk: 'ok' })
    now += 9_999
    await Promise.all([look(), look()])
    expect(writes).toBe(1)
    now += 1
    expect(await look()).toEqual({ store: 'ok', disk: 'ok' })
    const rows = await store.read.selectFrom('setting').selectAll().where('key', '=', 'looked_at').execute()
    expect(rows).toEqual([{ key: 'looked_at', value: '11000' }])
  })
})

test('a store that answers but takes no write is not well', async () => {
  expect(await createHealth({ store: failing, clock: systemClock, dataDir })()).toEqual({ store: 'failed', disk: 'ok' })
})

test('a store that does not come back from a write is not well', async () => {
  const clock = { ...systemClock, after: (_: number, task: () => void) => systemClock.after(0, task) }
  const hanging = { write: () => new Promise<never>(() => {}) }
  expect(await createHealth({ store: hanging, clock, dataDir })()).toMatchObject({ store: 'failed' })
})

test('a disk without much room is low, one that is not there is failed', async () => {
  const leastFree = Number.MAX_SAFE_INTEGER
  expect(await createHealth({ store: well, clock: systemClock, dataDir, leastFree })()).toMatchObject({ disk: 'low' })
  const gone = join(dataDir, 'gone')
  expect(await createHealth({ store: well, clock: systemClock, dataDir: gone })()).toMatchObject({ disk: 'failed' })
})

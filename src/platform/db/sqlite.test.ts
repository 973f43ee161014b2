import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql as raw } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { type Clock, systemClock } from '../../kernel/clock.ts'
import { execute, keys, put } from './group-commit.suite.ts'
import { handClock } from './hand-clock.suite.ts'
import { migrateSuite } from './migrate.suite.ts'
import { openStore } from './open.ts'
import { openSqlite } from './sqlite.ts'
import { explainSqlite } from './sqlite-sentence.ts'
import { startOwner } from './start-owner.suite.ts'
import type { Store } from './store.ts'

const left: (() => unknown)[] = []
afterEach(async () => {
  for (const step of left.splice(0).reverse()) await step()
})

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'formwire-sqlite-'))
  left.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const log = { warn: () => undefined, error: () => undefined }

async function openIn(dataDir: string, clock: Clock = systemClock): Promise<Store> {
  const store = await openStore({ dataDir, clock, log })
  left.push(() => store.close())
  return store
}

migrateSuite(async () => {
  const engine = openSqlite(makeFolder(), systemClock)
  left.push(() => engine.close())
  return engine
})

test('folder and files are made for their owner alone', async () => {
  const folder = join(makeFolder(), 'deep', 'data')
  const store = await openIn(folder)
  await store.write((transaction) => put(transaction, 'a', '1'))
  expect(modeOf(folder)).toBe('700')
  const files = readdirSync(folder).toSorted()
  expect(files).toEqual(['formwire.db', 'formwire.db-shm', 'formwire.db-wal', 'formwire.lock'])
  for (const file of files) expect(modeOf(join(folder, file))).toBe('600')
})

test('commits leave the disk to who waits for it beside the loop, and what is erased is overwritten', async () => {
  const folder = makeFolder()
  const store = await openIn(folder)
  const settings = await store.write(async ({ sql }) => {
    const { rows: synchronous } = await raw`pragma synchronous`.execute(sql)
    const { rows: journal } = await raw`pragma journal_mode`.execute(sql)
    const { rows: secure } = await raw`pragma secure_delete`.execute(sql)
    return [synchronous, journal, secure]
  })
  expect(settings).toEqual([[{ synchronous: 1 }], [{ journal_mode: 'wal' }], [{ secure_delete: 1 }]])
  const secret = 'the-number-of-a-person'
  await store.write((transaction) => put(transaction, 'a', secret.repeat(50)))
  await store.write(async ({ sql }) => void (await sql.deleteFrom('setting').execute()))
  await store.close()
  expect(readdirSync(folder).toSorted()).toEqual(['formwire.db', 'formwire.lock'])
  expect(readFileSync(join(folder, 'formwire.db')).includes(secret)).toBe(false)
})

test('a full disk refuses what does not fit, keeps the rest, and is no trouble once there is room', async () => {
  const store = await openIn(makeFolder())
  await store.write((transaction) => put(transaction, 'before', '1'))
  await execute(store, raw`pragma max_page_count = 1`)
  const big = 'x'.repeat(1_000_000)
  const alone = store.write((transaction) => put(transaction, 'alone', big))
  await expect(alone).rejects.toMatchObject({ code: 'store_failed', http: 503 })
  const together = await Promise.allSettled(
    ['b', 'c', 'd'].map((key) => store.write((transaction) => put(transaction, key, key === 'c' ? big : '1'))),
  )
  expect(together[1]).toMatchObject({ status: 'rejected', reason: { code: 'store_failed' } })
  const acknowledged = ['b', 'c', 'd'].filter((_, index) => together[index]?.status === 'fulfilled')
  expect(await keys(store)).toEqual([...acknowledged, 'before'].toSorted())
  await execute(store, raw`pragma max_page_count = 100000`)
  await store.write((transaction) => put(transaction, 'later', big))
  expect(await keys(store)).toContain('later')
})

test('the log says in one sentence that the disk is full, and nothing of what was to be written', async () => {
  const lines: object[] = []
  const noted = { warn: () => {}, error: (fields: object, said: string) => void lines.push({ ...fields, said }) }
  const dataDir = makeFolder()
  const store = await openStore({ dataDir, clock: systemClock, log: noted })
  left.push(() => store.close())
  await execute(store, raw`pragma max_page_count = 1`)
  const units = ['a', 'b'].map((key) => store.write((transaction) => put(transaction, key, 'x'.repeat(1_000_000))))
  await Promise.allSettled(units)
  const reason = `${join(dataDir, 'formwire.db')} cannot be written: the disk is full.`
  expect(lines[0]).toEqual({ reason, units: expect.any(Number), said: 'a commit failed' })
})

test('a unit that goes on after SQLite ended its transaction keeps nothing', async () => {
  const store = await openIn(makeFolder())
  const write = store.write(async (transaction) => {
    await put(transaction, 'a', '1')
    await raw`rollback`.execute(transaction.sql)
    await put(transaction, 'b', '1')
  })
  await expect(write).rejects.toThrow()
  expect(await keys(store)).toEqual([])
})

test('a store whose file is replaced while it is open is lost, and takes no more writes', async () => {
  const clock = handClock()
  const folder = makeFolder()
  const store = await openIn(folder, clock)
  clock.advance()
  await store.write((transaction) => put(transaction, 'a', '1'))
  renameSync(join(folder, 'formwire.db'), join(folder, 'elsewhere.db'))
  clock.advance()
  expect(await store.lost).toBe(`${join(folder, 'formwire.db')} was removed or replaced while it was in use.`)
  const write = store.write((transaction) => put(transaction, 'b', '1'))
  await expect(write).rejects.toMatchObject({ code: 'store_failed' })
})

test('a file where the folder should be', async () => {
  const file = join(makeFolder(), 'data')
  writeFileSync(file, '')
  await expect(openIn(file)).rejects.toThrow(/^\S+data cannot be used as the data folder: a file stands in its way\.$/)
  await expect(openIn(join(file, 'deeper'))).rejects.toThrow('a file stands in its way.')
})

test('a folder where the file should be', async () => {
  const folder = makeFolder()
  mkdirSync(join(folder, 'formwire.db'))
  await expect(openIn(folder)).rejects.toThrow("a folder stands where the store's file should be.")
})

test('a damaged file is refused and not touched', async () => {
  const folder = makeFolder()
  const file = join(folder, 'formwire.db')
  writeFileSync(file, 'This is a letter, and no database at all. '.repeat(100))
  const before = readFileSync(file)
  await expect(openIn(folder)).rejects.toThrow('is damaged or no store of Formwire; nothing in it was changed.')
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('a store of which a part was overwritten is refused', async () => {
  const folder = makeFolder()
  const store = await openIn(folder)
  await store.close()
  const file = join(folder, 'formwire.db')
  const bytes = readFileSync(file)
  writeFileSync(file, bytes.fill(0xff, 100, 4_096))
  await expect(openIn(folder)).rejects.toThrow('is damaged or no store of Formwire')
})

test.skipIf(process.getuid?.() !== 0)('a folder of another user', async () => {
  const folder = makeFolder()
  const owner = startOwner({ dataDir: join(folder, 'data'), clock: systemClock, log }, { as: 65_534 })
  await owner.end()
  expect(owner.lines).toEqual([`refused ${join(folder, 'data')} cannot be written: this user has no permission to.`])
})

test.skipIf(process.getuid?.() !== 0)('a store that this user may read only', async () => {
  const folder = makeFolder()
  await (await openIn(folder)).close()
  chmodSync(folder, 0o755)
  for (const file of readdirSync(folder)) chmodSync(join(folder, file), 0o644)
  const owner = startOwner({ dataDir: folder, clock: systemClock, log }, { as: 65_534 })
  await owner.end()
  expect(owner.lines).toEqual([
    `refused ${join(folder, 'formwire.lock')} cannot be written: this user has no permission to.`,
  ])
})

test('a full disk and a read-only one have a sentence', () => {
  const failed = (fields: object) => explainSqlite(Object.assign(new Error('no'), fields), '/data/formwire.db')
  expect(failed({ code: 'ENOSPC' })).toBe('/data/formwire.db cannot be written: the disk is full.')
  expect(failed({ code: 'ERR_SQLITE_ERROR', errcode: 13 })).toBe(
    '/data/formwire.db cannot be written: the disk is full.',
  )
  expect(failed({ code: 'EROFS' })).toBe('/data/formwire.db cannot be written: it is on a read-only file system.')
  expect(failed({ code: 'ERR_SQLITE_ERROR', errcode: 19 })).toBeUndefined()
})

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8)
}

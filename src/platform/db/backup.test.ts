import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { sql as raw } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../../kernel/clock.ts'
import { type Backup, backUp } from './backup.ts'
import { copySqlite } from './copy-sqlite.ts'
import { keys, put } from './group-commit.suite.ts'
import { openStore } from './open.ts'
import { startOwner } from './start-owner.suite.ts'
import type { Store } from './store.ts'

const left: (() => unknown)[] = []
afterEach(async () => {
  for (const step of left.splice(0).reverse()) await step()
})

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'formwire-backup-'))
  left.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function openIn(dataDir: string): Promise<Store> {
  const log = { warn: () => undefined, error: () => undefined }
  const store = await openStore({ dataDir, clock: systemClock, log })
  left.push(() => store.close())
  return store
}

async function makeStore(dataDir: string): Promise<Store> {
  const store = await openIn(dataDir)
  await store.write((transaction) => put(transaction, 'canary', 'song'))
  return store
}

function backUpTo(file: string, dataDir: string, options: Partial<Backup> = {}): Promise<number> {
  return backUp({ dataDir, file, force: false, signal: new AbortController().signal, ...options })
}

/** Puts a copy where a store stands. */
function restore(copy: string): string {
  const folder = makeFolder()
  writeFileSync(join(folder, 'formwire.db'), readFileSync(copy))
  return folder
}

test('a copy made while another process writes is whole, and that process goes on', async () => {
  const dataDir = makeFolder()
  await (await makeStore(dataDir)).close()
  const owner = startOwner({ dataDir, clock: systemClock, log: { warn() {}, error() {} } }, { write: true })
  left.push(() => owner.kill())
  await owner.said(50)
  const before = owner.lines.slice(1).map(Number)
  const file = join(makeFolder(), 'copy.db')
  const bytes = await backUpTo(file, dataDir)
  const after = owner.lines.length
  await owner.said(after + 50)

  expect([statSync(file).size, (statSync(file).mode & 0o777).toString(8)]).toEqual([bytes, '600'])
  const kept = new Set(await keys(await openIn(restore(file))))
  kept.delete('canary')
  const numbers = [...kept].filter((key) => key.startsWith('a')).map((key) => Number(key.slice(1)))
  expect(kept.size).toBe(2 * numbers.length)
  for (const number of numbers) expect(kept).toContain(`b${number}`)
  for (const number of before) expect(kept).toContain(`a${number}`)
  expect(owner.lines.length).toBeGreaterThan(after)
})

test('what was erased is not in a copy, although the file of a large store still has it', async () => {
  const dataDir = makeFolder()
  const store = await makeStore(dataDir)
  const marks = Array.from({ length: 300 }, (_, index) => createHash('sha256').update(`${index}`).digest('hex'))
  await Promise.all(marks.map((mark) => store.write((transaction) => put(transaction, mark, mark.repeat(9)))))
  const erased = marks.filter((_, index) => index % 3 > 0)
  await store.write(({ sql }) => raw`delete from setting where key in (${raw.join(erased)})`.execute(sql))
  const file = join(makeFolder(), 'copy.db')
  await backUpTo(file, dataDir)
  const bytesOf = (path: string) => readFileSync(path).toString('latin1')
  const found = (path: string) => erased.filter((mark) => bytesOf(path).includes(mark))
  expect(found(join(dataDir, 'formwire.db-wal'))).not.toEqual([])
  expect(found(file)).toEqual([])
})

test('without a gateway it is the same, and nothing is left beside the copy', async () => {
  const dataDir = makeFolder()
  await (await makeStore(dataDir)).close()
  const folder = makeFolder()
  await backUpTo(join(folder, 'copy.db'), dataDir)
  expect(readdirSync(folder)).toEqual(['copy.db'])
  expect(await keys(await openIn(restore(join(folder, 'copy.db'))))).toEqual(['canary'])
})

test('a file that is there is left alone, and replaced when that is asked for', async () => {
  const dataDir = makeFolder()
  await (await makeStore(dataDir)).close()
  const file = join(makeFolder(), 'copy.db')
  writeFileSync(file, 'precious')
  await expect(backUpTo(file, dataDir)).rejects.toThrow(`${file} is there already: give another name, or --force`)
  expect(readFileSync(file, 'utf8')).toBe('precious')
  await backUpTo(file, dataDir, { force: true })
  expect(await keys(await openIn(restore(file)))).toEqual(['canary'])
})

test('the files of the gateway are never replaced, by whatever way they are named', async () => {
  const dataDir = makeFolder()
  await (await makeStore(dataDir)).close()
  const way = join(makeFolder(), 'way')
  symlinkSync(dataDir, way)
  for (const name of ['formwire.db', 'formwire.db-wal', 'formwire.lock', 'secret-key', 'account-token']) {
    for (const file of [join(dataDir, name), join(way, name)]) {
      await expect(backUpTo(file, dataDir, { force: true })).rejects.toThrow(`${file} belongs to the gateway`)
    }
  }
  expect(await keys(await openIn(dataDir))).toEqual(['canary'])
})

test('what cannot be has a sentence, and leaves nothing', async () => {
  const dataDir = makeFolder()
  const folder = makeFolder()
  const file = join(folder, 'copy.db')
  const sentenceOf = (target: string, options: Partial<Backup> = {}) =>
    backUpTo(target, dataDir, options).catch((error: Error) => `${error.name}: ${error.message}`)
  const refused = (sentence: string) => `StoreRefused: ${sentence}`

  expect(await sentenceOf(file)).toMatch(/^StoreRefused: There is no store at .*\/formwire\.db: DATA_DIR must name/)
  writeFileSync(join(dataDir, 'formwire.db'), 'something else than a store, long enough to be read as one'.repeat(20))
  expect(await sentenceOf(file)).toMatch(/^StoreRefused: .* is damaged or no store of Formwire/)
  rmSync(join(dataDir, 'formwire.db'))
  new DatabaseSync(join(dataDir, 'formwire.db')).exec('create table other (x)')
  expect(await sentenceOf(file)).toMatch(/^StoreRefused: .* is no store of Formwire, or no gateway was ever ready/)
  rmSync(join(dataDir, 'formwire.db'))
  const store = await openIn(dataDir)
  expect(await sentenceOf(file)).toMatch(/^StoreRefused: .* is no store of Formwire, or no gateway was ever ready/)
  await store.write((transaction) => put(transaction, 'canary', 'song'))

  const missing = join(folder, 'missing')
  expect(await sentenceOf(join(missing, 'copy.db'))).toBe(refused(`${missing} is not there: make that folder first.`))
  mkdirSync(join(folder, 'inner'))
  const inner = join(folder, 'inner')
  expect(await sentenceOf(inner, { force: true })).toBe(refused(`${inner} is a folder: name the file in it.`))
  const url = 'postgres://me:hidden@127.0.0.1/formwire'
  expect(await sentenceOf(file, { databaseUrl: url })).toBe(
    refused('This store is in PostgreSQL: back it up with pg_dump, as docs/operations.md shows.'),
  )
  expect(await sentenceOf(file, { signal: AbortSignal.abort() })).toBe(
    refused('The backup was cut short; nothing of it is left.'),
  )
  expect(readdirSync(folder)).toEqual(['inner'])
})

test('a disk that takes only half of it leaves nothing', async () => {
  const dataDir = makeFolder()
  const store = await makeStore(dataDir)
  await store.write((transaction) => put(transaction, 'large', 'x'.repeat(1_000_000)))
  const folder = makeFolder()
  const script = `
    import { backUp } from ${JSON.stringify(import.meta.resolve('./backup.ts'))}
    const signal = new AbortController().signal
    const order = { dataDir: ${JSON.stringify(dataDir)}, file: ${JSON.stringify(join(folder, 'copy.db'))}, force: false, signal }
    await backUp(order).catch((error) => process.stdout.write(error.message))`
  const run = promisify(execFile)
  const { stdout } = await run('sh', [
    '-c',
    'ulimit -f 500; exec "$0" --input-type=module -e "$1"',
    process.execPath,
    script,
  ])
  expect(stdout).toBe(`The backup could not be written to ${folder}: a disk reports an error.`)
  expect(readdirSync(folder)).toEqual([])
})

test('a copy that is cut short ends at once', async () => {
  const dataDir = makeFolder()
  await makeStore(dataDir)
  const target = join(makeFolder(), 'part')
  writeFileSync(target, '')
  const stopped = new AbortController()
  const copying = copySqlite(join(dataDir, 'formwire.db'), target, stopped.signal)
  stopped.abort()
  await expect(copying).rejects.toThrow('The backup was cut short')
})

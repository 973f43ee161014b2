import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sql as raw } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { type Clock, systemClock } from '../../kernel/clock.ts'
import { execute, keys, put } from './group-commit.suite.ts'
import { handClock } from './hand-clock.suite.ts'
import { openStore } from './open.ts'
import { createPurge } from './purge.ts'
import type { Store, Transaction } from './store.ts'

const left: (() => unknown)[] = []
afterEach(async () => {
  for (const step of left.splice(0).reverse()) await step()
})

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'formwire-purge-'))
  left.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function openIn(dataDir: string, said: string[] = [], clock: Clock = systemClock): Promise<Store> {
  const log = { warn: (_: object, line: string) => void said.push(line), error: () => undefined }
  const store = await openStore({ dataDir, clock, log })
  left.push(() => store.close())
  return store
}

test('what was erased is in no file of the store after a purge, wherever pages were split', async () => {
  const folder = makeFolder()
  const store = await openIn(folder)
  await execute(store, raw`create table note (id integer primary key, mark text, text text) strict`)
  await execute(store, raw`create index note_by_mark on note (mark)`)
  const marks = Array.from(
    { length: 3000 },
    (_, index) => `mark-${createHash('sha256').update(`${index}`).digest('hex')}`,
  )
  await inBatches(store, marks, ({ sql }, mark, index) => {
    const text = `${mark}${'x'.repeat(Number.parseInt(mark.slice(5, 8), 16))}`
    return raw`insert into note values (${index}, ${mark}, ${text})`.execute(sql)
  })
  // What stands between others is erased: pages stay, and with them the gaps that splitting has left in them.
  const erased = marks.filter((_, index) => index % 5 < 3)
  await inBatches(store, erased.toSorted(), ({ sql }, mark) =>
    raw`update note set mark = null, text = '' where mark = ${mark}`.execute(sql),
  )
  await store.purge()
  const found = readdirSync(folder).flatMap((file) => {
    const bytes = readFileSync(join(folder, file)).toString('latin1')
    return erased.filter((mark) => bytes.includes(mark))
  })
  expect(found).toEqual([])
  const { rows } = await raw`select count(*) as count from note where mark is not null`.execute(store.read)
  expect(rows).toEqual([{ count: 1200 }])
})

test('a reader from outside holds a purge up: it is tried again, then said, and the store goes on', async () => {
  const folder = makeFolder()
  const said: string[] = []
  const clock = handClock()
  const store = await openIn(folder, said, clock)
  await store.write((transaction) => put(transaction, 'a', '1'))
  const reader = new DatabaseSync(join(folder, 'formwire.db'), { readOnly: true })
  left.push(() => reader.close())
  reader.exec('begin')
  reader.prepare('select * from setting').all()
  await store.write((transaction) => put(transaction, 'b', '1'))
  let isOver = false
  const purging = store.purge().then(() => {
    isOver = true
  })
  await expect
    .poll(() => {
      clock.advance()
      return isOver
    })
    .toBe(true)
  await purging
  expect(said).toEqual(['erased values may stay in the files of the store for a while: somebody else reads them'])
  reader.exec('commit')
  await store.purge()
  expect(statSync(join(folder, 'formwire.db-wal')).size).toBe(0)
  expect([said.length, await keys(store)]).toEqual([1, ['a', 'b']])
})

test('what a long backup kept in the files goes from them when it is over, and nobody has to erase again', async () => {
  const folder = makeFolder()
  const said: string[] = []
  const clock = handClock()
  const store = await openIn(folder, said, clock)
  await store.write((transaction) => put(transaction, 'a', 'a value of somebody'))
  const reader = new DatabaseSync(join(folder, 'formwire.db'), { readOnly: true })
  left.push(() => reader.close())
  reader.exec('begin')
  reader.prepare('select * from setting').all()
  await execute(store, raw`update setting set value = ''`)
  let isOver = false
  const purging = store.purge().then(() => {
    isOver = true
  })
  await expect
    .poll(() => {
      clock.advance()
      return isOver
    })
    .toBe(true)
  await purging
  const isKept = () =>
    readdirSync(folder).some((file) => readFileSync(join(folder, file)).includes('a value of somebody'))
  expect([isKept(), said.length]).toEqual([true, 1])
  reader.exec('commit')
  await expect
    .poll(() => {
      clock.advance()
      return isKept()
    })
    .toBe(false)
  expect(said).toHaveLength(1)
})

test('a writer from outside holds a purge up, and not the process', async () => {
  const folder = makeFolder()
  const said: string[] = []
  const store = await openIn(folder, said)
  const writer = new DatabaseSync(join(folder, 'formwire.db'))
  left.push(() => writer.close())
  writer.exec('begin immediate')
  await store.purge()
  expect(said).toEqual(['erased values may stay in the files of the store for a while: somebody else reads them'])
  writer.exec('rollback')
  await store.purge()
  expect(said).toHaveLength(1)
})

/** A file that was written anew has no free pages; one that was not keeps those of a table that is gone. */
async function freePages(store: Store): Promise<number> {
  const { rows } = await raw<{ freelist_count: number }>`pragma freelist_count`.execute(store.read)
  return rows[0]?.freelist_count ?? -1
}

async function openWithNotes(folder: string) {
  const clock = handClock()
  const store = await openIn(folder, [], clock)
  await execute(store, raw`create table note (id integer primary key, mark text, text text) strict`)
  await execute(store, raw`create index note_by_mark on note (mark)`)
  return { store, clock }
}

test('the file is written anew at the first purge, and then once a minute however many there are', async () => {
  const folder = makeFolder()
  const { store, clock } = await openWithNotes(folder)
  await store.purge()
  for (const name of ['one', 'two']) {
    await execute(store, raw`create table ${raw.id(name)} (text text) strict`)
    await execute(store, raw`insert into ${raw.id(name)} values (${'x'.repeat(50_000)})`)
    await execute(store, raw`drop table ${raw.id(name)}`)
    await store.purge()
    expect(await freePages(store)).toBeGreaterThan(0)
    expect(statSync(join(folder, 'formwire.db-wal')).size).toBe(0)
  }
  clock.advance()
  await expect.poll(() => freePages(store)).toBe(0)
})

test('what is still due when the store is closed is done before', async () => {
  const done: string[] = []
  const engine = {
    rewrite: async () => done.push('rewrite') > 0,
    purge: async () => done.push('purge') > 0,
  }
  const log = { warn: () => undefined, error: () => undefined }
  const purge = createPurge({ engine, between: (step) => Promise.resolve().then(step), clock: systemClock, log })
  await purge.run()
  await purge.run()
  expect(done).toEqual(['rewrite', 'purge', 'purge'])
  await purge.finish()
  expect(done).toEqual(['rewrite', 'purge', 'purge', 'rewrite', 'purge'])
})

test('writes and purges that come at once do not meet', async () => {
  const said: string[] = []
  const store = await openIn(makeFolder(), said)
  const names = Array.from({ length: 50 }, (_, index) => `k${String(index).padStart(2, '0')}`)
  await Promise.all(names.flatMap((key) => [store.write((transaction) => put(transaction, key, '1')), store.purge()]))
  expect([await keys(store), said]).toEqual([names, []])
})

async function inBatches(
  store: Store,
  marks: readonly string[],
  write: (transaction: Transaction, mark: string, index: number) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < marks.length; from += 100) {
    await store.write(async (transaction) => {
      for (const [index, mark] of marks.slice(from, from + 100).entries()) await write(transaction, mark, from + index)
    })
  }
}

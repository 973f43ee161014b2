import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../kernel/clock.ts'
import { createCheckpointer } from './checkpointer.ts'
import { keys, put } from './group-commit.suite.ts'
import { openStore } from './open.ts'
import { type WaitForDisk, waitForDisk } from './sqlite-log.ts'
import type { Store } from './store.ts'

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'formwire-durable-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function openOn(dataDir: string, wait: WaitForDisk) {
  const log = { warn: () => undefined, error: () => undefined }
  const store = await openStore({ dataDir, clock: systemClock, log, waitForDisk: wait })
  onTestFinished(() => store.close())
  return store
}

/** A disk that keeps what it is given when it is told to, and not before. */
function slowDisk() {
  let isSlow = false
  const waiting: ((error?: Error) => void)[] = []
  const wait: WaitForDisk = (descriptor) =>
    isSlow
      ? new Promise((resolve, reject) => {
          waiting.push((error) => (error ? reject(error) : resolve(waitForDisk(descriptor))))
        })
      : waitForDisk(descriptor)
  return {
    wait,
    beSlow: () => {
      isSlow = true
    },
    isAsked: () => waiting.length === 1,
    /** Ends the wait that is on, well or with an error. */
    async end(error?: Error) {
      await expect.poll(() => waiting.length).toBe(1)
      isSlow = false
      waiting.pop()?.(error)
    },
  }
}

test('what the disk has not kept yet is told to nobody: neither by its promise nor to who reads', async () => {
  const disk = slowDisk()
  const folder = makeFolder()
  const store = await openOn(folder, disk.wait)
  await store.write((transaction) => put(transaction, 'before', '1'))
  disk.beSlow()
  const told: string[] = []
  const writing = store.write(async (transaction) => {
    transaction.afterCommit(() => told.push('after its commit'))
    await put(transaction, 'waits', '1')
  })
  void writing.then(() => told.push('its promise'))
  await expect.poll(disk.isAsked).toBe(true)
  const behind = store.write((transaction) => put(transaction, 'behind', '1')).then(() => told.push('behind'))
  expect(keysIn(folder)).toEqual(['before', 'waits'])
  expect([told, await keys(store)]).toEqual([[], ['before']])
  await disk.end()
  await Promise.all([writing, behind])
  expect(told.toSorted()).toEqual(['after its commit', 'behind', 'its promise'])
  expect(await keys(store)).toEqual(['before', 'behind', 'waits'])
})

test('a disk that fails is believed once: nobody is told of success, and the store is lost', async () => {
  const disk = slowDisk()
  const folder = makeFolder()
  const store = await openOn(folder, disk.wait)
  disk.beSlow()
  const writing = store.write((transaction) => put(transaction, 'a', '1'))
  await disk.end(new Error('EIO'))
  await expect(writing).rejects.toMatchObject({ code: 'store_failed' })
  expect(await store.lost).toBe(`The disk did not keep what was written to ${join(folder, 'formwire.db')}.`)
  const later = store.write((transaction) => put(transaction, 'b', '1'))
  await expect(later).rejects.toMatchObject({ code: 'store_failed' })
})

test('what is told was in the files before the disk was waited for, also when the log begins anew', async () => {
  const folder = makeFolder()
  const cut = makeFolder()
  const kept = new Set<string>()
  const logs = new Set<number>()
  const store = await openOn(folder, async (descriptor) => {
    // What a wait promises is what the files hold when it begins.
    for (const end of ['', '-wal']) copyFileSync(join(folder, `formwire.db${end}`), join(cut, `formwire.db${end}`))
    logs.add(checkpointOf(cut))
    const written = keysIn(cut)
    await waitForDisk(descriptor)
    for (const key of written) kept.add(key)
  })
  const lost: string[] = []
  let told = 0
  for (let round = 0; round < 25; round += 1) {
    await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const key = `${round}-${index}`
        await store.write((transaction) => put(transaction, key, 'x'.repeat(80_000)))
        told += 1
        if (!kept.has(key)) lost.push(key)
      }),
    )
  }
  expect([told, lost]).toEqual([250, []])
  expect(logs.size).toBeGreaterThan(1)
})

test.each([
  ['at once', 0],
  ['slowly', 5],
])('the log begins anew while writers never pause and the disk keeps %s', async (_, ms) => {
  const folder = makeFolder()
  const store = await openOn(folder, () => new Promise((resolve) => setTimeout(resolve, ms)))
  await writePages(store, 24_000)
  expect(framesIn(folder)).toBeLessThan(10_000)
  expect(await keys(store)).toHaveLength(24_000)
})

test('the log grows while somebody reads in it, and begins anew when that is over', async () => {
  const folder = makeFolder()
  const store = await openOn(folder, async () => undefined)
  const reader = new DatabaseSync(join(folder, 'formwire.db'), { readOnly: true })
  reader.exec('begin')
  reader.prepare('select 1 from setting').get()
  await writePages(store, 12_000)
  expect(framesIn(folder)).toBeGreaterThan(12_000)
  reader.close()
  await writePages(store, 12_000)
  expect(framesIn(folder)).toBeLessThan(10_000)
})

test('a process that has nothing else to do closes a store with a long log, and goes on to its end', async () => {
  const script = `
    import { systemClock } from '${new URL('../../kernel/clock.ts', import.meta.url)}'
    import { openStore } from '${new URL('./open.ts', import.meta.url)}'
    const log = { warn() {}, error() {} }
    const store = await openStore({ dataDir: process.argv[1], clock: systemClock, log })
    for (let row = 0; row < 8; row += 1) {
      await store.write(({ sql }) =>
        sql.insertInto('setting').values({ key: String(row), value: 'x'.repeat(1_000_000) }).execute())
    }
    await store.close()
    console.log('closed')`
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, makeFolder()])
  expect((await run).stdout).toBe('closed\n')
})

test('where no thread can be had the log is copied in the loop', async () => {
  let copies = 0
  const checkpointer = createCheckpointer({
    file: join(makeFolder(), 'none', 'formwire.db'),
    copyHere: () => {
      copies += 1
    },
    diskFailed: () => expect.unreachable(),
  })
  onTestFinished(() => checkpointer.close())
  checkpointer.look(4_000)
  await checkpointer.rest()
  expect(copies).toBe(0)
  await checkpointer.room()
  expect(copies).toBe(1)
})

test('a store may be a link to a file elsewhere', async () => {
  const folder = makeFolder()
  writeFileSync(join(folder, 'elsewhere.db'), '')
  mkdirSync(join(folder, 'data'))
  symlinkSync(join(folder, 'elsewhere.db'), join(folder, 'data', 'formwire.db'))
  const store = await openOn(join(folder, 'data'), waitForDisk)
  await store.write((transaction) => put(transaction, 'a', '1'))
  expect(await keys(store)).toEqual(['a'])
})

async function writePages(store: Store, pages: number): Promise<void> {
  const first = (await keys(store)).length
  for (let page = first; page < first + pages; page += 200) {
    await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        store.write((transaction) => put(transaction, `${page + index}`, 'x'.repeat(3_000))),
      ),
    )
  }
}

/** Which log it is: the number that changes when it begins anew (https://sqlite.org/fileformat2.html#walformat). */
function checkpointOf(folder: string): number {
  return readFileSync(join(folder, 'formwire.db-wal')).readUInt32BE(12)
}

/** Frames of the log since it began anew. */
function framesIn(folder: string): number {
  const database = new DatabaseSync(join(folder, 'formwire.db'))
  const { log } = database.prepare('pragma wal_checkpoint(noop)').get() as { log: number }
  database.close()
  return log
}

/** By a reader from outside. */
function keysIn(folder: string): string[] {
  const database = new DatabaseSync(join(folder, 'formwire.db'))
  try {
    return database
      .prepare('select key from setting order by key')
      .all()
      .map(({ key }) => String(key))
  } finally {
    database.close()
  }
}

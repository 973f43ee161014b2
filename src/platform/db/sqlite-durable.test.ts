import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../kernel/clock.ts'
import { keys, put } from './group-commit.suite.ts'
import { openStore } from './open.ts'
import { type WaitForDisk, waitForDisk } from './sqlite-log.ts'

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

test('a power cut at any moment loses nothing that was told', async () => {
  const folder = makeFolder()
  const cut = makeFolder()
  const kept = new Set<string>()
  const store = await openOn(folder, async (descriptor) => {
    // What a wait promises is what the files hold when it begins.
    for (const end of ['', '-wal']) copyFileSync(join(folder, `formwire.db${end}`), join(cut, `formwire.db${end}`))
    const written = keysIn(cut)
    await waitForDisk(descriptor)
    for (const key of written) kept.add(key)
  })
  const lost: string[] = []
  let told = 0
  for (let round = 0; round < 40; round += 1) {
    await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const key = `${round}-${index}`
        await store.write((transaction) => put(transaction, key, 'x'.repeat(20_000)))
        told += 1
        if (!kept.has(key)) lost.push(key)
      }),
    )
  }
  expect([told, lost]).toEqual([400, []])
})

test('the log begins anew while writers never pause, and goes on growing only while somebody reads in it', async () => {
  const folder = makeFolder()
  const store = await openOn(folder, async () => undefined)
  await writePages(12_000)
  expect(framesIn(folder)).toBeLessThan(10_000)
  const reader = new DatabaseSync(join(folder, 'formwire.db'), { readOnly: true })
  reader.exec('begin')
  reader.prepare('select 1 from setting').get()
  await writePages(12_000)
  expect(framesIn(folder)).toBeGreaterThan(12_000)
  reader.close()
  await writePages(12_000)
  expect(framesIn(folder)).toBeLessThan(10_000)
  expect(await keys(store)).toHaveLength(36_000)

  async function writePages(pages: number): Promise<void> {
    const first = (await keys(store)).length
    for (let page = first; page < first + pages; page += 200) {
      await Promise.all(
        Array.from({ length: 200 }, (_, index) =>
          store.write((transaction) => put(transaction, `${page + index}`, 'x'.repeat(3_000))),
        ),
      )
    }
  }
})

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

import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, test } from 'vitest'
import { type Clock, systemClock } from '../../kernel/clock.ts'
import { keys, put } from './group-commit.suite.ts'
import { handClock } from './hand-clock.suite.ts'
import { openStore } from './open.ts'
import type { Store } from './store.ts'

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
  const marks = Array.from(
    { length: 1500 },
    (_, index) => `erased-${createHash('sha256').update(`${index}`).digest('hex')}`,
  )
  for (const mark of marks) {
    await store.write((transaction) => put(transaction, mark, `${mark}${'x'.repeat((mark.charCodeAt(9) * 31) % 1500)}`))
  }
  for (let index = 0; index < marks.length; index += 100) {
    const batch = marks.slice(index, index + 100)
    await store.write(({ sql }) => sql.deleteFrom('setting').where('key', 'in', batch).execute())
  }
  await store.write((transaction) => put(transaction, 'kept', 'kept'))
  await store.purge()
  const bytes = readdirSync(folder).map((file) => readFileSync(join(folder, file)))
  expect(bytes.map((each) => each.includes('erased-'))).toEqual(bytes.map(() => false))
  expect(await keys(store)).toEqual(['kept'])
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

test('writes and purges that come at once do not meet', async () => {
  const said: string[] = []
  const store = await openIn(makeFolder(), said)
  const names = Array.from({ length: 50 }, (_, index) => `k${String(index).padStart(2, '0')}`)
  await Promise.all(names.flatMap((key) => [store.write((transaction) => put(transaction, key, '1')), store.purge()]))
  expect([await keys(store), said]).toEqual([names, []])
})

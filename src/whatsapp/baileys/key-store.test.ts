import type { SignalDataSet } from '@whiskeysockets/baileys'
import { expect, test } from 'vitest'
import { createKeyStore } from './key-store.ts'
import type { StoredKeys } from './stored-keys.ts'

/** A store whose reads and writes end when the test says so. */
function slowStore(rows: Record<string, string> = {}) {
  const kept = new Map(Object.entries(rows))
  const writes: { end(error?: Error): void }[] = []
  const reads: { end(): void }[] = []
  let isSlowToRead = false
  const stored: StoredKeys = {
    async read(_kind, ids) {
      const found = new Map(ids.flatMap((id) => (kept.has(id) ? [[id, Buffer.from(kept.get(id) ?? '')]] : [])))
      if (isSlowToRead) await new Promise<void>((resolve) => reads.push({ end: resolve }))
      return found
    },
    write: (changes: SignalDataSet) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) => {
          if (error !== undefined) return reject(error)
          for (const [id, value] of Object.entries(changes.session ?? {})) {
            if (value === null) kept.delete(id)
            else kept.set(id, Buffer.from(value).toString())
          }
          resolve()
        }
        writes.push({ end })
      }),
  }
  return { stored, kept, writes, reads, readSlowly: () => (isSlowToRead = true) }
}

const session = (words: string): SignalDataSet => ({ session: { a: Buffer.from(words) } })

async function read(keys: ReturnType<typeof createKeyStore>): Promise<string | undefined> {
  return (await keys.get('session', ['a']))['a']?.toString()
}

test('what is set is read at once, and set resolves when it is durable', async () => {
  const { stored, kept, writes } = slowStore({ a: 'old' })
  const keys = createKeyStore({ stored, onFailure: () => {} })
  expect(await read(keys)).toBe('old')
  let isDurable = false
  const setting = keys.set(session('new')).then(() => {
    isDurable = true
  })
  expect(await read(keys)).toBe('new')
  expect([isDurable, kept.get('a')]).toEqual([false, 'old'])
  writes[0]?.end()
  await setting
  expect(kept.get('a')).toBe('new')
})

test('a read of the store that is overtaken by a write does not bring the old value back', async () => {
  const { stored, writes, reads, readSlowly } = slowStore({ a: 'old' })
  const keys = createKeyStore({ stored, onFailure: () => {}, capacity: 0 })
  readSlowly()
  const reading = read(keys)
  const setting = keys.set(session('new'))
  writes[0]?.end()
  await setting
  reads[0]?.end()
  while (reads.length < 2) await Promise.resolve()
  reads[1]?.end()
  expect(await reading).toBe('new')
})

test('what waits for its commit is not evicted, what is durable is', async () => {
  const { stored, writes, reads, readSlowly } = slowStore()
  const keys = createKeyStore({ stored, onFailure: () => {}, capacity: 0 })
  const setting = keys.set(session('new'))
  readSlowly()
  expect(await read(keys)).toBe('new')
  writes[0]?.end()
  await setting
  const again = read(keys)
  while (reads.length === 0) await Promise.resolve()
  reads[0]?.end()
  expect(await again).toBe('new')
})

test('what could not be kept is told, and the store’s own value is read again', async () => {
  const { stored, writes } = slowStore({ a: 'old' })
  const failures: unknown[] = []
  const keys = createKeyStore({ stored, onFailure: (error) => failures.push(error) })
  await read(keys)
  const setting = keys.set(session('new'))
  writes[0]?.end(new Error('disk full'))
  await expect(setting).rejects.toThrow('disk full')
  expect(failures.length).toBe(1)
  expect(await read(keys)).toBe('old')
})

test('an erased key is gone at once', async () => {
  const { stored, writes } = slowStore({ a: 'old' })
  const keys = createKeyStore({ stored, onFailure: () => {} })
  const setting = keys.set({ session: { a: null } })
  expect(await read(keys)).toBeUndefined()
  writes[0]?.end()
  await setting
})

test('nothing is written for a device that is gone', async () => {
  const { stored, writes } = slowStore()
  const keys = createKeyStore({ stored, onFailure: () => {} })
  keys.abandon()
  await keys.set(session('late'))
  expect(writes.length).toBe(0)
})

test('a message that comes in beside keys of a device that is gone is not taken for kept', async () => {
  const { stored, writes } = slowStore()
  const keys = createKeyStore({ stored, onFailure: () => {} })
  keys.abandon()
  await expect(keys.set(session('late'), async () => {})).rejects.toThrow('gone')
  expect(writes.length).toBe(0)
})

test('keys that cannot be read are told of before the reader hears it', async () => {
  const failures: unknown[] = []
  const stored: StoredKeys = { read: () => Promise.reject(new Error('no answer')), write: async () => {} }
  const keys = createKeyStore({ stored, onFailure: (error) => failures.push(error) })
  const told = await keys.get('session', ['a']).catch(() => failures.length)
  expect(told).toBe(1)
})

test('keys take bounded memory, however large they are', async () => {
  let reads = 0
  const stored: StoredKeys = {
    read: async (_kind, ids) => {
      reads += 1
      return new Map(ids.map((id) => [id, Buffer.alloc(100_000)]))
    },
    write: async () => {},
  }
  const keys = createKeyStore({ stored, onFailure: () => {}, mostBytes: 1_100_000 })
  for (let at = 0; at < 50; at++) await keys.get('session', [String(at)])
  expect(reads).toBe(50)
  for (let at = 40; at < 50; at++) await keys.get('session', [String(at)])
  expect(reads).toBe(50)
  await keys.get('session', ['39'])
  expect(reads).toBe(51)
  for (let at = 0; at < 50; at++) await keys.set({ session: { [at]: Buffer.alloc(100_000) } })
  for (let at = 0; at < 50; at++) await keys.set({ session: { [at]: null } })
  for (let at = 0; at < 50; at++) expect(await keys.get('session', [String(at)])).toEqual({})
  expect(reads).toBe(51)
})

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Store } from '../db/store.ts'
import { openTestStore } from '../db/test-store.suite.ts'
import { checkCanary } from './canary.ts'
import { makeNextKey } from './next-key.ts'
import { createSealer } from './seal.ts'
import { settleSecretKey } from './settle-key.ts'

let folder: string
let store: Store
let remove: () => Promise<void>

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'formwire-settle-'))
  ;({ store, remove } = await openTestStore('sqlite'))
})

afterEach(async () => {
  await remove()
  await rm(folder, { recursive: true, force: true })
})

test('a SECRET_KEY that was taken away after a rotation does not keep the store shut', async () => {
  const next = await makeNextKey(folder)
  await checkCanary(store, createSealer(next))
  const settled = await settleSecretKey(store, folder, undefined)
  expect([Buffer.from(settled.key), settled.isOutdated]).toEqual([Buffer.from(next), false])
  expect((await readFile(join(folder, 'secret-key'), 'utf8')).trim()).toBe(Buffer.from(next).toString('hex'))
})

test('a next key that opens nothing is no reason to believe it', async () => {
  await makeNextKey(folder)
  await checkCanary(store, createSealer(new Uint8Array(32).fill(7)))
  await expect(settleSecretKey(store, folder, undefined)).rejects.toThrow('is missing, and this store needs it')
})

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadSecretKey } from './secret-key.ts'

const isNew = async () => false
const isInUse = async () => true

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'formwire-key-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('the first start makes a key for its owner alone, later ones find it', async () => {
  const dataDir = join(folder, 'data')
  const key = await loadSecretKey(dataDir, undefined, isNew)
  expect(key).toHaveLength(32)
  expect(await loadSecretKey(dataDir, undefined, isNew)).toStrictEqual(key)
  expect((statSync(dataDir).mode & 0o777).toString(8)).toBe('700')
  expect((statSync(join(dataDir, 'secret-key')).mode & 0o777).toString(8)).toBe('600')
  expect(readFileSync(join(dataDir, 'secret-key'), 'utf8')).toBe(`${Buffer.from(key).toString('hex')}\n`)
  expect(readdirSync(dataDir)).toEqual(['secret-key'])
})

test('starts at once agree on one key', async () => {
  const keys = await Promise.all(Array.from({ length: 10 }, () => loadSecretKey(folder, undefined, isNew)))
  expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1)
  expect(readdirSync(folder)).toEqual(['secret-key'])
})

test('a configured key is taken in either spelling, and nothing is written', async () => {
  const key = Uint8Array.from({ length: 32 }, (_, byte) => byte * 8)
  const hex = Buffer.from(key).toString('hex')
  for (const spelt of [hex, hex.toUpperCase(), Buffer.from(key).toString('base64'), ` ${hex}\n`]) {
    expect(await loadSecretKey(folder, spelt, isNew)).toStrictEqual(key)
  }
  expect(readdirSync(folder)).toEqual([])
})

test('a key that is none is refused without showing it', async () => {
  for (const spelt of ['hunter2', '', 'ab'.repeat(31), 'g'.repeat(64)]) {
    const error: unknown = await loadSecretKey(folder, spelt, isNew).catch((caught: unknown) => caught)
    expect(String(error)).toBe('SecretRefused: SECRET_KEY must be 64 hexadecimal digits, or 32 bytes in base64.')
  }
})

test('a file that holds no key is refused and left as it is', async () => {
  const file = join(folder, 'secret-key')
  for (const text of ['', 'half a ke']) {
    writeFileSync(file, text)
    await expect(loadSecretKey(folder, undefined, isNew)).rejects.toThrow(
      `${file} holds no secret key: 64 hexadecimal digits are expected.`,
    )
    expect(readFileSync(file, 'utf8')).toBe(text)
  }
})

test('beside a store in use a missing key is not replaced by a new one', async () => {
  const file = join(folder, 'secret-key')
  await expect(loadSecretKey(folder, undefined, isInUse)).rejects.toThrow(
    `${file} is missing, and this store needs it: give it back, or set SECRET_KEY.`,
  )
  expect(readdirSync(folder)).toEqual([])
  const key = await loadSecretKey(folder, undefined, isNew)
  expect(await loadSecretKey(folder, undefined, isInUse)).toStrictEqual(key)
})

test('a folder that cannot be made has a sentence', async () => {
  writeFileSync(join(folder, 'data'), '')
  await expect(loadSecretKey(join(folder, 'data'), undefined, isNew)).rejects.toThrow(
    /data\/secret-key cannot be read or made \(ENOTDIR\)\.$/,
  )
})

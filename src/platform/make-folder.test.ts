import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeFolder } from './make-folder.ts'

function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'formwire-folder-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

test('a folder is made with what is missing above it, for its owner alone; once more changes nothing', () => {
  const folder = join(openFolder(), 'above', 'data')
  makeFolder(folder)
  makeFolder(folder)
  for (const made of [folder, join(folder, '..')]) expect((statSync(made).mode & 0o777).toString(8)).toBe('700')
})

test('a file in the way is an error, at the end of the path or before', () => {
  const file = join(openFolder(), 'file')
  writeFileSync(file, '')
  expect(() => makeFolder(file)).toThrow(/EEXIST/)
  expect(() => makeFolder(join(file, 'data'))).toThrow(/ENOTDIR/)
})

test.runIf(process.platform === 'linux')('a place where nothing can be made is an error, not an endless try', () => {
  expect(() => makeFolder('/proc/formwire/data')).toThrow(/ENOENT/)
})

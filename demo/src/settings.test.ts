import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readOptions, readSettings } from './settings.ts'

test('both options are known, in any order, and a third is one sentence', () => {
  expect(readOptions([])).toEqual({ json: false, auto: false })
  expect(readOptions(['--json', '--auto'])).toEqual({ json: true, auto: true })
  expect(() => readOptions(['--jsn'])).toThrow('Unknown option --jsn. Known: --json, --auto.')
})

test('the prefixed name wins over the bare one, the environment over the file, and HOST counts only with its prefix', () => {
  const file = dotEnv('PORT=1\nDATA_DIR=from-file\nFORMWIRE_BASE_URL=http://file\nHOST=0.0.0.0\n')
  const given = readSettings({ PORT: '2', FORMWIRE_PORT: '3', BASE_URL: 'http://bare', HOST: 'machine' }, file)
  expect(given.get('PORT')).toBe('3')
  expect(given.get('DATA_DIR')).toBe('from-file')
  expect(given.get('BASE_URL')).toBe('http://file')
  expect(given.get('HOST')).toBeUndefined()
})

test('an empty value is none, as the gateway sees it too', () => {
  const given = readSettings({ PORT: '', FORMWIRE_DATA_DIR: '', DATA_DIR: 'kept' }, dotEnv('PORT=9000\n'))
  expect(given.get('PORT')).toBeUndefined()
  expect(given.get('DATA_DIR')).toBe('kept')
})

test('a .env that is not there, or cannot be read, gives nothing', () => {
  expect(readSettings({}, '/nowhere/.env').get('PORT')).toBeUndefined()
  expect(readSettings({}, tmpdir()).get('PORT')).toBeUndefined()
})

function dotEnv(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'demo-env-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, '.env'), text)
  return join(folder, '.env')
}

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openApiPage } from '../../scripts/openapi-page.ts'
import { ROOT } from '../../scripts/run.ts'
import { CONSOLE_TYPES, errorsPage, writeConsoleTypes } from '../../scripts/write-docs.ts'

test('docs/errors.md is what "npm run docs" writes', async () => {
  expect(await readFile(join(ROOT, 'docs/errors.md'), 'utf8')).toBe(errorsPage())
})

test('docs/openapi.json is what "npm run docs" writes', async () => {
  expect(await readFile(join(ROOT, 'docs/openapi.json'), 'utf8')).toBe(await openApiPage())
}, 60_000)

test('what the console knows of the API is what "npm run docs" writes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'formwire-types-'))
  try {
    await writeConsoleTypes(join(ROOT, 'docs/openapi.json'), join(folder, 'schema.d.ts'))
    const written = await readFile(join(folder, 'schema.d.ts'), 'utf8')
    expect(await readFile(CONSOLE_TYPES, 'utf8')).toBe(written)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}, 60_000)

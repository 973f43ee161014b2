import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openApiPage } from '../../scripts/openapi-page.ts'
import { ROOT } from '../../scripts/run.ts'
import { errorsPage } from '../../scripts/write-docs.ts'

test('docs/errors.md is what "npm run docs" writes', async () => {
  expect(await readFile(join(ROOT, 'docs/errors.md'), 'utf8')).toBe(errorsPage())
})

test('docs/openapi.json is what "npm run docs" writes', async () => {
  expect(await readFile(join(ROOT, 'docs/openapi.json'), 'utf8')).toBe(await openApiPage())
}, 60_000)

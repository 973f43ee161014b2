import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { listErrors } from '../src/kernel/errors.ts'
import { openApiPage } from './openapi-page.ts'
import { ROOT, runNode } from './run.ts'

/** `npm run docs`: writes the pages that are made from the code. A test fails when one is stale. */

export const CONSOLE_TYPES = join(ROOT, 'console/src/api/schema.d.ts')

/** `docs/errors.md`, from the catalogue. */
export function errorsPage(): string {
  const rows = listErrors()
    .toSorted((one, other) => one.http - other.http || one.code.localeCompare(other.code, 'en'))
    .map(
      ({ code, http, status, message }) =>
        `| ${http} | ${cell(message)} | ${status ? `\`${status}\`` : ''} | \`${code}\` |`,
    )
  return [
    '# Errors',
    '',
    'Generated from `src/kernel/errors.ts` by `npm run docs`. `<detail>` stands for what the one error names.',
    '',
    '| HTTP | message | status | code |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '\\<')
}

/** `console/src/api/schema.d.ts`: what the console knows of the API, from an OpenAPI document at `from`. */
export async function writeConsoleTypes(from: string, to: string): Promise<void> {
  const { code, output } = await runNode(['scripts/node_modules/openapi-typescript/bin/cli.js', from, '-o', to])
  if (code !== 0) throw new Error(output)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(join(ROOT, 'docs/errors.md'), errorsPage())
  await writeFile(join(ROOT, 'docs/openapi.json'), await openApiPage())
  await writeConsoleTypes(join(ROOT, 'docs/openapi.json'), CONSOLE_TYPES)
}

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { inModules, ROOT, runNode } from '../../scripts/run.ts'

const LONG = Array.from({ length: 301 }, (_, line) => `export const line${line} = ${line}\n`).join('')

/** Each rule of Biome that the house relies on, and a file that breaks it. */
const PLANTED: Record<string, { path: string; text: string }> = {
  'lint/style/noExcessiveLinesPerFile': { path: 'src/long.ts', text: LONG },
  'lint/style/noDefaultExport': { path: 'src/default.ts', text: 'export default 1\n' },
  'lint/style/noNonNullAssertion': { path: 'src/sure.ts', text: 'export const at = (s: string[]) => s[0]!.length\n' },
  'lint/style/noProcessEnv': { path: 'src/env.ts', text: 'export const home = process.env.HOME\n' },
  'lint/style/useImportType': { path: 'src/type.ts', text: "import { A } from './a.ts'\nexport type B = A\n" },
  'lint/suspicious/noExplicitAny': { path: 'src/any.ts', text: 'export const anything = (x: any) => x\n' },
  'lint/suspicious/noConsole': { path: 'src/console.ts', text: "console.log('said')\n" },
  'lint/suspicious/noImportCycles': {
    path: 'src/one.ts',
    text: "import { two } from './two.ts'\nexport const one = two\n",
  },
  'lint/correctness/noUnusedVariables': { path: 'src/unused.ts', text: 'const unused = 1\nexport {}\n' },
  'lint/nursery/noFloatingPromises': {
    path: 'src/floating.ts',
    text: 'export async function ask() {}\nexport function f() {\n  ask()\n}\n',
  },
  'lint/nursery/useExhaustiveSwitchCases': {
    path: 'src/switch.ts',
    text: "export function f(x: 'a' | 'b') {\n  switch (x) {\n    case 'a':\n      return 1\n  }\n  return 2\n}\n",
  },
}

const BESIDE: Record<string, string> = {
  'src/two.ts': "import { one } from './one.ts'\nexport const two = (): unknown => one\n",
  'src/a.ts': 'export type A = string\n',
}

const REPORT = z.object({
  diagnostics: z.array(
    z.object({ category: z.string(), severity: z.string(), location: z.looseObject({ path: z.unknown() }) }),
  ),
})

async function plant(folder: string): Promise<void> {
  const config = z
    .looseObject({ vcs: z.looseObject({}) })
    .parse(JSON.parse(await readFile(join(ROOT, 'biome.json'), 'utf8')))
  const files: Record<string, string> = {
    'biome.json': JSON.stringify({ ...config, vcs: { enabled: false } }),
    ...Object.fromEntries(Object.values(PLANTED).map(({ path, text }) => [path, text])),
    ...BESIDE,
  }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
}

test('the linter bites on every rule that the house relies on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'formwire-lint-'))
  try {
    await plant(folder)
    const args = [inModules('@biomejs/biome/bin/biome'), 'lint', '--reporter=json', '--max-diagnostics=none', '.']
    const { code, output } = await runNode(args, { cwd: folder })
    const { diagnostics } = REPORT.parse(JSON.parse(output.slice(output.indexOf('{"'), output.lastIndexOf('}') + 1)))
    const bitten = diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ category, location }) => `${category} ${JSON.stringify(location.path)}`)
    const missed = Object.entries(PLANTED).filter(
      ([rule, { path }]) => !bitten.some((each) => each.startsWith(`${rule} `) && each.includes(basename(path))),
    )
    expect(missed.map(([rule]) => rule)).toEqual([])
    expect(code).not.toBe(0)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

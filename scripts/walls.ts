import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser'
import { ROOT } from './run.ts'
import { readUsingDeclarations } from './swc-using.ts'
import { WALLS } from './wall-rules.ts'

const ROOMS = ['src', 'sandbox/src', 'demo/src', 'examples', 'console/src', 'test', 'scripts']

/** Without @swc/core as its parser the cruiser sees nothing under TypeScript 7, and is content. */
const OPTIONS: ICruiseOptions = {
  parser: 'swc',
  tsPreCompilationDeps: true,
  doNotFollow: { path: '(^|/)node_modules/' },
  exclude: { path: ['^test/canary/planted/', '^dist/', '^[a-z]+/dist/'] },
  ruleSet: { forbidden: WALLS },
  validate: true,
}

const RESOLVING = {
  exportsFields: ['exports'],
  conditionNames: ['import', 'node', 'default', 'types'],
  extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.d.ts'],
  mainFields: ['module', 'main', 'types', 'typings'],
}

readUsingDeclarations()

export type Breach = { rule: string; from: string; to: string }

/** `files` are the project's own files that were read: an empty list means that the cruiser was blind. */
export type Findings = { files: readonly string[]; breaches: readonly Breach[] }

/** Judges who imports whom under `root`, a folder that is laid out as the project is. */
export async function judgeWalls(root: string): Promise<Findings> {
  const rooms = ROOMS.filter((room) => existsSync(join(root, room)))
  const { output } = await cruise(rooms, { ...OPTIONS, baseDir: root }, RESOLVING)
  if (typeof output === 'string') throw new Error('The cruiser answered with a report instead of its findings')
  return summarise(output)
}

function summarise({ modules, summary }: ICruiseResult): Findings {
  const sources = modules.map(({ source }) => source)
  return {
    files: sources.filter((source) => /^[a-z]+\/.+\.([jt]s|tsx)$/.test(source)),
    breaches: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { files, breaches } = await judgeWalls(ROOT)
  for (const { rule, from, to } of breaches) process.stdout.write(`${rule}: ${from} → ${to}\n`)
  process.stdout.write(`${files.length} files read, ${breaches.length} breaches\n`)
  if (files.length === 0 || breaches.length > 0) process.exitCode = 1
}

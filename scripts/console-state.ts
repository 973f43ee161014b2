import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { glob, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from './run.ts'

/** `none`: there are no pages to build. `stale`: they were built from other sources than these. */
export type ConsoleState = 'none' | 'missing' | 'stale' | 'fresh'

const SOURCES = ['src/**/*', 'public/**/*', 'index.html', 'vite.config.ts', 'package.json']
const isTest = (name: string) => /\.test\.tsx?$/.test(name)

/** Says whether `console/dist` is what its sources of now make. `folder` is the console's. */
export async function consoleState(folder: string = join(ROOT, 'console')): Promise<ConsoleState> {
  if (!existsSync(join(folder, 'index.html'))) return 'none'
  if (!existsSync(join(folder, 'dist', 'index.html'))) return 'missing'
  const builtFrom = await readFile(markOf(folder), 'utf8').catch(() => '')
  return builtFrom === (await hashOfSources(folder)) ? 'fresh' : 'stale'
}

/** Notes in `dist` what it was built from: `hash` was taken before the build, so that a change during it counts. */
export async function noteSources(folder: string, hash: string): Promise<void> {
  await writeFile(markOf(folder), hash)
}

/** A hash of everything that the build reads of ours; in hexadecimal. */
export async function hashOfSources(folder: string): Promise<string> {
  const names: string[] = []
  for await (const entry of glob(SOURCES, { cwd: folder, withFileTypes: true })) {
    if (entry.isFile() && !isTest(entry.name)) names.push(join(entry.parentPath, entry.name))
  }
  const hash = createHash('sha256')
  for (const name of names.sort()) {
    const content = await readFile(name)
    hash.update(`${name.slice(folder.length)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/** Begins with a dot: the gateway does not serve it. */
function markOf(folder: string): string {
  return join(folder, 'dist', '.sources')
}

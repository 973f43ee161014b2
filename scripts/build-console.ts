import { existsSync } from 'node:fs'
import { glob, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { consoleState, hashOfSources, noteSources } from './console-state.ts'
import { inModules, ROOT, runNode } from './run.ts'

/**
 * `npm run build:console`: builds the console into `console/dist`. With `--if-stale` only when that is not what its
 * sources make, without a word on standard output, and never in the way of what runs after it.
 */

const CONSOLE = join(ROOT, 'console')
const VITE = inModules('vite/bin/vite.js')

/** Builds the console when it was not, or from other sources. Answers the exit code. */
export async function freshConsole(): Promise<number> {
  const state = await consoleState(CONSOLE)
  return state === 'missing' || state === 'stale' ? buildConsole() : 0
}

/** Builds the console into `console/dist`; the output goes to the terminal. Answers the exit code. */
export async function buildConsole({ live = true } = {}): Promise<number> {
  const hash = await hashOfSources(CONSOLE)
  const { code, output } = await runNode([VITE, 'build'], { live, cwd: CONSOLE })
  if (code === 0) {
    await compress(join(CONSOLE, 'dist'))
    await noteSources(CONSOLE, hash)
  } else process.stderr.write(output)
  return code
}

/** Once here instead of at every request: the gateway sends what lies beside a file where the browser takes it. */
async function compress(folder: string): Promise<void> {
  for await (const name of glob('**/*.{js,css,svg}', { cwd: folder })) {
    const file = join(folder, name)
    const content = await readFile(file)
    await writeFile(`${file}.br`, brotliCompressSync(content))
    await writeFile(`${file}.gz`, gzipSync(content, { level: 9 }))
  }
}

async function buildIfStale(): Promise<void> {
  const state = await consoleState(CONSOLE)
  if (state !== 'missing' && state !== 'stale') return
  if (!existsSync(VITE)) {
    process.stderr.write(`The console is ${state}, and Vite is not installed: npm ci, then npm run build:console\n`)
    return
  }
  process.stderr.write('Building the console …\n')
  if ((await buildConsole({ live: false })) !== 0) process.stderr.write('The console could not be built\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--if-stale')) await buildIfStale()
  else if (existsSync(join(CONSOLE, 'index.html'))) process.exitCode = await buildConsole()
  else process.stdout.write('The console has no pages yet: nothing to build\n')
}

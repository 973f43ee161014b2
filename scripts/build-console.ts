import { existsSync } from 'node:fs'
import { glob, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { inModules, ROOT, runNode } from './run.ts'

const CONSOLE = join(ROOT, 'console')

/** Says whether the console has pages and no built ones. */
export function consoleNeedsBuild(): boolean {
  return existsSync(join(CONSOLE, 'index.html')) && !existsSync(join(CONSOLE, 'dist', 'index.html'))
}

/** Builds the console into `console/dist`; the output goes to the terminal. Answers the exit code. */
export async function buildConsole(): Promise<number> {
  const { code } = await runNode([inModules('vite/bin/vite.js'), 'build'], { live: true, cwd: CONSOLE })
  if (code === 0) await compress(join(CONSOLE, 'dist'))
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (existsSync(join(CONSOLE, 'index.html'))) process.exitCode = await buildConsole()
  else process.stdout.write('The console has no pages yet: nothing to build\n')
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inModules, ROOT, runNode } from './run.ts'

const CONSOLE = join(ROOT, 'console')

/** Says whether the console has pages and no built ones. */
export function consoleNeedsBuild(): boolean {
  return existsSync(join(CONSOLE, 'index.html')) && !existsSync(join(CONSOLE, 'dist', 'index.html'))
}

/** Builds the console into `console/dist`; the output goes to the terminal. Answers the exit code. */
export async function buildConsole(): Promise<number> {
  const { code } = await runNode([inModules('vite/bin/vite.js'), 'build'], { live: true, cwd: CONSOLE })
  return code
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (existsSync(join(CONSOLE, 'index.html'))) process.exitCode = await buildConsole()
  else process.stdout.write('The console has no pages yet: nothing to build\n')
}

import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { inModules, type Outcome, ROOT, runNode } from './run.ts'

/**
 * `npm run check`: every gate that needs no sandbox, browser or database. Ends with exit code 1 when one is shut.
 * `--without-tests` leaves out the fast tests, for whoever runs all tests anyway.
 */

type Step = { name: string; args: readonly string[] }

const projects = ['tsconfig.json', 'console/tsconfig.json', 'sandbox/src/page/app/tsconfig.json']
const typed = projects.filter((path) => existsSync(join(ROOT, path)))

/** Meaningful once there is a command: until then everything is unused. */
const deadCode: Step = { name: 'dead code', args: ['scripts/node_modules/knip/bin/knip.js', '--config', 'knip.json'] }

const fastTests: Step = {
  name: 'fast tests',
  args: [inModules('vitest/vitest.mjs'), 'run', '--project', 'fast', '--project', 'pure'],
}

const steps: readonly Step[] = [
  ...(process.argv.includes('--without-tests') ? [] : [fastTests]),
  { name: 'format and lint', args: [inModules('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'] },
  ...typed.map((path) => ({
    name: `types of ${path}`,
    args: [inModules('typescript/bin/tsc'), '-p', path, '--noEmit'],
  })),
  { name: 'walls', args: ['scripts/walls.ts'] },
  ...(existsSync(join(ROOT, 'src/main.ts')) ? [deadCode] : []),
]

function report({ name }: Step, { code, output, tookMs }: Outcome): void {
  const mark = code === 0 ? 'ok  ' : 'FAIL'
  process.stdout.write(`${mark} ${name} (${(tookMs / 1000).toFixed(1)} s)\n`)
  if (code !== 0) process.stdout.write(`${output.trimEnd()}\n\n`)
}

async function work(queue: Step[]): Promise<number> {
  let failed = 0
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
    const outcome = await runNode(step.args)
    report(step, outcome)
    if (outcome.code !== 0) failed += 1
  }
  return failed
}

const queue = [...steps]
const hands = Math.max(1, Math.min(2, availableParallelism()))
const failures = await Promise.all(Array.from({ length: hands }, () => work(queue)))
const failed = failures.reduce((sum, each) => sum + each, 0)
process.stdout.write(
  failed === 0 ? `All ${steps.length} gates are open\n` : `${failed} of ${steps.length} gates are shut\n`,
)
process.exitCode = failed === 0 ? 0 : 1

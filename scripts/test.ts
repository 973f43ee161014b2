import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freshConsole } from './build-console.ts'
import { inModules, runNode } from './run.ts'
import { type Tally, tally } from './tally.ts'

/** `npm test`: every test there is. Further arguments go to Vitest. Ends with `N passed, N failed, N skipped`. */

const stores = process.env.TEST_DATABASE_URL
  ? 'SQLite and PostgreSQL'
  : 'SQLite (PostgreSQL when TEST_DATABASE_URL is set)'

async function runTests(): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), 'formwire-test-'))
  const report = join(folder, 'report.json')
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const args = [inModules('vitest/vitest.mjs'), 'run', ...reporters, ...process.argv.slice(2)]
    const { code } = await runNode(args, { live: true })
    const text = await readFile(report, 'utf8').catch(() => undefined)
    return text === undefined ? { passed: 0, failed: 1, skipped: 0 } : tally(JSON.parse(text), code)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

if ((await freshConsole()) !== 0) {
  process.stdout.write('The console could not be built\n')
  process.exitCode = 1
} else {
  const startedAt = performance.now()
  const { passed, failed, skipped } = await runTests()
  process.stdout.write(`Ran on ${stores} in ${Math.round((performance.now() - startedAt) / 1000)} s\n`)
  process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`)
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1
}

import { inModules, runNode } from './run.ts'

/**
 * `npm run test:twins`: the journeys on PostgreSQL, whole, where `npm test` tells the slowest of them in short. It wants
 * TEST_DATABASE_URL. Further arguments go to Vitest.
 */
const TWINS = ['postgres.test', 'test/engine/race']
const PROJECTS = ['--project', 'suite', '--project', 'journeys']

if (process.env.TEST_DATABASE_URL) {
  process.env.TWINS = 'whole'
  const args = [inModules('vitest/vitest.mjs'), 'run', ...PROJECTS, ...TWINS, ...process.argv.slice(2)]
  const { code } = await runNode(args, { live: true })
  process.exitCode = code
} else {
  process.stdout.write('TEST_DATABASE_URL is to name a PostgreSQL database that the tests may use\n')
  process.exitCode = 1
}

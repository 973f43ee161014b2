import { inModules, runNode } from './run.ts'

/**
 * `npm run test:kill`: the kill tests, of sends and of answers, in their long form, on both stores when
 * TEST_DATABASE_URL is set. `KILLS` says how many kills each gets on each store, `KILL_SEED` repeats a run. Further
 * arguments go to Vitest.
 */
process.env.KILLS ??= '200'
const args = [inModules('vitest/vitest.mjs'), 'run', '--project', 'suite', 'test/kill', ...process.argv.slice(2)]
const { code } = await runNode(args, { live: true })
process.exitCode = code

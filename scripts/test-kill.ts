import { inModules, runNode } from './run.ts'

/**
 * `npm run test:kill`: the kill tests in their long form, on both stores when TEST_DATABASE_URL is set. `KILLS` says how
 * many kills a store gets, `KILL_SEED` repeats a run.
 */
process.env.KILLS ??= '100'
const args = [inModules('vitest/vitest.mjs'), 'run', '--project', 'suite', 'test/kill', ...process.argv.slice(2)]
const { code } = await runNode(args, { live: true })
process.exitCode = code

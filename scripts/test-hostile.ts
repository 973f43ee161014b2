import { inModules, runNode } from './run.ts'

/**
 * `npm run test:hostile`: the hostile answers in their long form, on both stores when TEST_DATABASE_URL is set.
 * `HOSTILE_CASES` says how many each gets, `HOSTILE_SEED` repeats a run.
 */
process.env.HOSTILE_CASES ??= '10000'
const args = [inModules('vitest/vitest.mjs'), 'run', '--project', 'suite', 'test/hostile', ...process.argv.slice(2)]
const { code } = await runNode(args, { live: true })
process.exitCode = code

import { inModules, runNode } from './run.ts'

/**
 * `npm run test:chaos`: an hour of everything that goes wrong for 50 instances, their waits compressed sixtyfold, and the
 * tests of stopping and starting beside it. `INSTANCES` says how many, `CHAOS_MINUTES` how long, `CHAOS_SEED` repeats a
 * run. Further arguments go to Vitest.
 */
process.env.INSTANCES ??= '50'
process.env.CHAOS_MINUTES ??= '60'
const args = [inModules('vitest/vitest.mjs'), 'run', '--project', 'suite', 'test/chaos', ...process.argv.slice(2)]
const { code } = await runNode(args, { live: true })
process.exitCode = code

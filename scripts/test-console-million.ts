import { freshConsole } from './build-console.ts'
import { inModules, runNode } from './run.ts'

/**
 * `npm run test:console:million`: a million forms through the page of the answers, on SQLite. It takes some minutes, most
 * of them to fill the store, and fails when a request took over a second. `MANY_FORMS` says how many instead.
 */
process.env.MANY_FORMS ??= '1000000'
const built = await freshConsole()
const args = [inModules('vitest/vitest.mjs'), 'run', '--project', 'suite', 'test/console/many-forms.test.ts']
process.exitCode = built === 0 ? (await runNode([...args, ...process.argv.slice(2)], { live: true })).code : built

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Measured } from './measure.ts'
import { measureForms } from './measure-forms.ts'

/**
 * `npm run bench:forms`: lists and look-ups over 1,000 forms and over FORMS (1,000,000), on SQLite and on the PostgreSQL of
 * TEST_DATABASE_URL. Ends with exit code 1 when what is promised takes more than twice as long on the large store.
 * `ROUNDS` (7) and `REQUESTS` (100 of each kind in a round) say how thoroughly, `CASES` (a regular expression) which kinds.
 */
const SMALL = 1_000
const LARGE = Number(process.env['FORMS'] ?? 1_000_000)
const EFFORT = { rounds: Number(process.env['ROUNDS'] ?? 7), requests: Number(process.env['REQUESTS'] ?? 100) }
const WANTED = new RegExp(process.env['CASES'] ?? '')
const MOST_RATIO = 2
const RESULTS = join(import.meta.dirname, '../../bench')

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function benchStore(store: string, server: string | undefined): Promise<Measured[]> {
  say(`\n${store}`)
  return measureForms(server, { small: SMALL, large: LARGE, effort: EFFORT, wanted: WANTED }, say)
}

const server = process.env['TEST_DATABASE_URL']
const results: Record<string, Measured[]> = { SQLite: await benchStore('SQLite', undefined) }
if (server) results['PostgreSQL'] = await benchStore('PostgreSQL', server)
else say('\nPostgreSQL is left out: TEST_DATABASE_URL is not set')
mkdirSync(RESULTS, { recursive: true })
writeFileSync(join(RESULTS, 'forms.json'), JSON.stringify({ small: SMALL, large: LARGE, ...EFFORT, results }, null, 2))
const steep = Object.entries(results).flatMap(([store, measured]) =>
  measured
    .filter(({ isPromised, ratio }) => isPromised && !(ratio <= MOST_RATIO))
    .map(({ name, ratio }) => `${store}: ${name} takes ${ratio.toFixed(2)} times as long`),
)
for (const line of steep) say(line)
if (steep.length > 0) process.exitCode = 1

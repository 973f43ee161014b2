import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { forkSandbox } from '../../chaos/own-sandbox.ts'
import { measurePace } from '../measure-events.ts'
import { measureForms } from '../measure-forms.ts'
import { openReceivers } from '../receivers.ts'
import { benchMessages } from './bench-messages.ts'
import { measureCold } from './measure-cold.ts'
import { measureInstances } from './measure-instances.ts'
import { type Benches, brokenOf, type Results, ratiosOf, readBenches, type StoreName } from './results.ts'

/**
 * `npm run bench`: what the gateway costs above a bare Baileys script that does the same work in the same run, turn by
 * turn, on SQLite and on the PostgreSQL of TEST_DATABASE_URL. Writes `bench/results.json`; a run of some parts keeps the
 * others as they were. Ends with exit code 1 when a bound does not hold.
 *
 * `PARTS` (a regular expression: send-warm, send-warm-form, send-first, send-first-form, answers, instances, cold, events, forms-list),
 * `STORE` (sqlite or postgres alone), `ROUNDS` (5), `CALLERS` (32), `SENDS` (1,000 a round) to `KNOWN` people (500), `FIRST`
 * contacts a round (200), `INSTANCES` (1,50,200), `FORMS` (1,000,000), `DELIVERIES` a round (2,000).
 */
const { PARTS = '', STORE, TEST_DATABASE_URL } = process.env
const WANTED = new RegExp(PARTS)
const ROUNDS = whole('ROUNDS', 5)
const KNOWN = whole('KNOWN', 500)
const INSTANCES = (process.env['INSTANCES'] ?? '1,50,200').split(',').map(Number)
const IDLE_MS = 5_000
const MESSAGES = {
  rounds: ROUNDS,
  atOnce: whole('CALLERS', 32),
  sends: whole('SENDS', 1_000),
  known: KNOWN,
  first: whole('FIRST', 200),
  answers: KNOWN,
  wanted: WANTED,
}
const LISTS = {
  small: 1_000,
  large: whole('FORMS', 1_000_000),
  effort: { rounds: ROUNDS, requests: 100 },
  wanted: new RegExp(process.env['CASES'] ?? ''),
}
const RESULTS = join(import.meta.dirname, '../../../bench')
const FILE = join(RESULTS, 'results.json')

function whole(name: string, otherwise: number): number {
  return Number(process.env[name] ?? otherwise)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

const benches: Benches = readBenches(FILE)

/** Takes in what was measured, and writes it down at once: a run takes long. */
function keep(measured: Benches): void {
  for (const [name, stores] of Object.entries(measured) as [keyof Benches, object][]) {
    Object.assign(benches, { [name]: { ...benches[name], ...stores } })
  }
  const results: Results = {
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.version,
    date: new Date().toISOString(),
    rounds: ROUNDS,
    benches,
    ratios: ratiosOf(benches, 'sqlite'),
    ratiosPostgres: ratiosOf(benches, 'postgres'),
  }
  mkdirSync(RESULTS, { recursive: true })
  writeFileSync(FILE, `${JSON.stringify(results, null, 2)}\n`)
}

async function benchStore(store: StoreName, server: string | undefined): Promise<void> {
  if (/send|answers/.test(WANTED.source) || PARTS === '') await benchMessages(store, server, MESSAGES, { keep, say })
  if (WANTED.test('events')) {
    const receivers = await openReceivers()
    try {
      const pace = await measurePace(receivers, server, { rounds: ROUNDS, calls: whole('DELIVERIES', 2_000) })
      keep({ events: { [store]: pace } })
      say(
        `events, ${store}: bare loop ${pace.first.toFixed(0)}/s, gateway ${pace.second.toFixed(0)}/s, share ${pace.ratio.toFixed(2)}`,
      )
    } finally {
      receivers.close()
    }
  }
  if (WANTED.test('instances')) {
    const sandbox = await forkSandbox()
    try {
      const effort = { counts: INSTANCES, idleMs: IDLE_MS, rounds: ROUNDS }
      const { idle, logins } = await measureInstances(sandbox, server, effort)
      keep({ instances: { [store]: { idle, ...logins } } })
      for (const { numbers, ours, bare } of idle) {
        const told = (side: typeof ours) => `${side.rssMb.toFixed(2)} MiB and ${side.cpuMs.toFixed(2)} ms a second`
        say(`instances, ${store}: ${numbers} idle, each ${told(ours)}; bare ${told(bare)}`)
      }
      const { ours, bare } = logins
      say(
        `instances, ${store}: ${INSTANCES.at(-1)} log in within ${ours.dialMs.toFixed(0)} ms, bare ${bare.dialMs.toFixed(0)} ms, share ${(ours.dialMs / bare.dialMs).toFixed(2)}`,
      )
    } finally {
      await sandbox.close()
    }
  }
  if (WANTED.test('cold')) {
    const sandbox = await forkSandbox()
    try {
      const cold = await measureCold(sandbox, server, INSTANCES.at(-1) ?? 1, ROUNDS)
      keep({ cold: { [store]: cold } })
      say(
        `cold, ${store}: ready after ${cold.emptyMs.toFixed(0)} ms, with ${INSTANCES.at(-1)} linked ${cold.linkedMs.toFixed(0)} ms; bare Baileys open after ${cold.bareMs.toFixed(0)} ms`,
      )
    } finally {
      await sandbox.close()
    }
  }
  if (WANTED.test('forms-list')) keep({ 'forms-list': { [store]: await measureForms(server, LISTS, say) } })
}

if (STORE !== 'postgres') await benchStore('sqlite', undefined)
if (STORE !== 'sqlite') {
  if (TEST_DATABASE_URL) await benchStore('postgres', TEST_DATABASE_URL)
  else say('\nPostgreSQL is left out: TEST_DATABASE_URL is not set')
}
const ratios = ratiosOf(benches, 'sqlite')
say(
  `\nshares on SQLite: ${JSON.stringify(ratios, (_name, value) => (typeof value === 'number' ? Number(value.toFixed(3)) : value))}`,
)
const broken = brokenOf(benches, ratios)
for (const line of broken) say(line)
if (broken.length > 0) process.exitCode = 1

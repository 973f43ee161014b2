import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { measureBacklog, type Worked } from './measure-backlog.ts'
import { measureFairness, measurePace, type Pace } from './measure-events.ts'
import { openReceivers, type Receivers } from './receivers.ts'

/**
 * `npm run bench:events`: how fast deliveries go out beside a bare loop, what a healthy receiver keeps beside dead ones,
 * and how a great backlog is worked off, on SQLite and on the PostgreSQL of TEST_DATABASE_URL. Ends with exit code 1 when a
 * promise is not kept. `ROUNDS` (7) and `CALLS` (2,000 of each side in a round), `WAITING` (100,000) and `CHATS` (a list of
 * how many chats those belong to), `BAD` (a list: how many dead receivers of each kind) and `PARTS` (a regular expression).
 */
const EFFORT = { rounds: Number(process.env['ROUNDS'] ?? 7), calls: Number(process.env['CALLS'] ?? 2_000) }
const WAITING = Number(process.env['WAITING'] ?? 100_000)
const CHATS = numbersOf(process.env['CHATS'] ?? '10000,100000,1')
const BAD = numbersOf(process.env['BAD'] ?? '1,20')
const PARTS = new RegExp(process.env['PARTS'] ?? '')
const LEAST_SHARE = 0.9
const LONGEST_START_MS = 5_000
const RESULTS = join(import.meta.dirname, '../../bench')

interface Measured {
  pace?: Pace
  fairness: (Pace & { bad: number })[]
  backlog: Worked[]
}

function numbersOf(list: string): number[] {
  return list.split(',').map(Number)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function sayPace(name: string, [one, other]: [string, string], pace: Pace): void {
  const spread = `${pace.lowest.toFixed(2)}–${pace.highest.toFixed(2)}`
  const both = `${one} ${pace.first.toFixed(0)}/s, ${other} ${pace.second.toFixed(0)}/s`
  say(`${name}: ${both}, ratio ${pace.ratio.toFixed(3)} (${spread})`)
}

function sayWorked({ waiting, chats, ...worked }: Worked): void {
  const look = (name: 'before' | 'during' | 'after') =>
    `${worked[name].rss.toFixed(0)}/${worked[name].heap.toFixed(0)} MiB ${name}`
  say(
    [
      `${waiting} waiting in ${chats} chats: ready after ${worked.readyMs.toFixed(0)} ms, first ${worked.firstMs.toFixed(0)} ms later`,
      `  first number ${worked.arrived.first}, out of order ${worked.arrived.outOfOrder}, arrived ${worked.arrived.count}`,
      `  ${worked.pace.toFixed(0)}/s (first tenth ${worked.early.toFixed(0)}, last ${worked.late.toFixed(0)})`,
      `  RSS/heap ${look('before')}, ${look('during')}, ${look('after')}; longest stand ${worked.during.stand.toFixed(0)} ms`,
    ].join('\n'),
  )
}

async function benchStore(receivers: Receivers, store: string, server: string | undefined): Promise<Measured> {
  say(`\n${store}`)
  const measured: Measured = { fairness: [], backlog: [] }
  if (PARTS.test('pace')) {
    measured.pace = await measurePace(receivers, server, EFFORT)
    sayPace('pace', ['bare loop', 'gateway'], measured.pace)
  }
  for (const bad of PARTS.test('fairness') ? BAD : []) {
    const pace = await measureFairness(receivers, server, EFFORT, bad)
    measured.fairness.push({ bad, ...pace })
    sayPace(`beside ${bad} hanging and ${bad} failing`, ['alone', 'beside'], pace)
  }
  for (const chats of PARTS.test('backlog') ? CHATS : []) {
    const worked = await measureBacklog(receivers, server, WAITING, chats)
    measured.backlog.push(worked)
    sayWorked(worked)
  }
  return measured
}

function brokenIn(store: string, { fairness, backlog }: Measured): string[] {
  return [
    ...fairness
      .filter(({ ratio }) => !(ratio >= LEAST_SHARE))
      .map(({ bad, ratio }) => `${store}: beside ${bad} of each kind only ${ratio.toFixed(2)} of the rate is left`),
    ...backlog
      .filter(({ readyMs }) => !(readyMs < LONGEST_START_MS))
      .map(({ waiting, readyMs }) => `${store}: ready only after ${readyMs.toFixed(0)} ms with ${waiting} waiting`),
    ...backlog
      .filter(({ arrived, waiting }) => arrived.first !== 0 || arrived.outOfOrder > 0 || arrived.count !== waiting)
      .map(({ chats }) => `${store}: a backlog of ${chats} chats came out of order, or not once each`),
  ]
}

const server = process.env['TEST_DATABASE_URL']
const results: Record<string, Measured> = {}
for (const [store, at] of [
  ['SQLite', undefined],
  ['PostgreSQL', server],
] as const) {
  if (store === 'PostgreSQL' && !at) {
    say('\nPostgreSQL is left out: TEST_DATABASE_URL is not set')
    continue
  }
  const receivers = await openReceivers()
  results[store] = await benchStore(receivers, store, at).finally(receivers.close)
}
mkdirSync(RESULTS, { recursive: true })
writeFileSync(join(RESULTS, 'events.json'), JSON.stringify({ ...EFFORT, results }, null, 2))
const broken = Object.entries(results).flatMap(([store, measured]) => brokenIn(store, measured))
for (const line of broken) say(line)
if (broken.length > 0) process.exitCode = 1

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { measureNeighbours } from './measure-neighbours.ts'
import { measureRestart } from './measure-restart.ts'

/**
 * `npm run bench:instances`: what an instance that fails in a loop costs the others, and how long a restart with many
 * linked instances takes. Ends with exit code 1 when a promise is not kept. `HEALTHY` (10), `FAILING` (a list: 1,5),
 * `ROUNDS` (9) and `ROUND_MS` (4,000) of each side, `INSTANCES` (50) and `RESTARTS` (3), `PARTS` (a regular expression).
 */
const HEALTHY = Number(process.env['HEALTHY'] ?? 10)
const FAILING = (process.env['FAILING'] ?? '1,5').split(',').map(Number)
const EFFORT = { rounds: Number(process.env['ROUNDS'] ?? 9), roundMs: Number(process.env['ROUND_MS'] ?? 4_000) }
const INSTANCES = Number(process.env['INSTANCES'] ?? 50)
const RESTARTS = Number(process.env['RESTARTS'] ?? 3)
const PARTS = new RegExp(process.env['PARTS'] ?? '')
const LEAST_SHARE = 0.95
const LONGEST_RESTART_MS = 15_000
const RESULTS = join(import.meta.dirname, '../../bench')

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

const broken: string[] = []
const results: Record<string, unknown> = {}

if (PARTS.test('neighbours')) {
  const measured = await measureNeighbours(HEALTHY, FAILING, EFFORT)
  results['neighbours'] = measured
  say(`| ${HEALTHY} healthy beside | alone, sends/s | beside, sends/s | ratio | lowest | highest | dials/s of each |`)
  say('| --- | ---: | ---: | ---: | ---: | ---: | ---: |')
  for (const { how, failing, alone, beside, ratio, lowest, highest, dials } of measured) {
    const figures = [alone.toFixed(1), beside.toFixed(1), ratio.toFixed(3), lowest.toFixed(2), highest.toFixed(2)]
    say(`| ${failing} ${how} | ${[...figures, dials.toFixed(1)].join(' | ')} |`)
    if (!(ratio >= LEAST_SHARE)) broken.push(`beside ${failing} ${how} only ${ratio.toFixed(3)} of the rate is left`)
  }
}
if (PARTS.test('restart')) {
  const measured = await measureRestart(INSTANCES, RESTARTS)
  results['restart'] = measured
  say(
    `\n| ${INSTANCES} linked instances | stopped after, ms | ready after, ms | all connected after, ms | asked for a code |`,
  )
  say('| --- | ---: | ---: | ---: | ---: |')
  for (const [index, { stopMs, readyMs, connectedMs, codes }] of measured.entries()) {
    say(
      `| restart ${index + 1} | ${[stopMs, readyMs, connectedMs, codes].map((value) => value.toFixed(0)).join(' | ')} |`,
    )
    if (codes > 0) broken.push(`restart ${index + 1}: ${codes} asked for a code`)
    if (connectedMs > LONGEST_RESTART_MS) broken.push(`restart ${index + 1}: connected only after ${connectedMs} ms`)
  }
}
mkdirSync(RESULTS, { recursive: true })
writeFileSync(join(RESULTS, 'instances.json'), JSON.stringify(results, null, 2))
for (const line of broken) say(line)
if (broken.length > 0) process.exitCode = 1

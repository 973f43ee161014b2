import { mkdirSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import { serve } from '../kill/served.ts'
import { ask } from './ask.ts'
import { consoleCases } from './console-cases.ts'
import { DAY_MS } from './invent-form.ts'
import { makePlace } from './place.ts'
import { seedForms } from './seed.ts'
import { seedDeliveries } from './seed-deliveries.ts'

/**
 * `npm run bench:lists`: every request that the console makes, over FORMS (1,000,000) forms of a year and as many
 * deliveries of a month, on SQLite and on the PostgreSQL of TEST_DATABASE_URL. Ends with exit code 1 when one took more
 * than a second. `REQUESTS` (10 of each), `CASES` (a regular expression) say which.
 */
const FORMS = Number(process.env['FORMS'] ?? 1_000_000)
const REQUESTS = Number(process.env['REQUESTS'] ?? 10)
const WANTED = new RegExp(process.env['CASES'] ?? '')
const LONGEST_MS = 1_000
const RESULTS = join(import.meta.dirname, '../../bench')
const NOWHERE = { WHATSAPP_URL: 'ws://127.0.0.1:9/ws/chat', EGRESS_ALLOW: '127.0.0.0/8' }

interface Measured {
  name: string
  median: number
  worst: number
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function benchStore(store: string, server: string | undefined): Promise<Measured[]> {
  const place = await makePlace(server)
  const gateway = serve({ ...place.environment, ...NOWHERE })
  try {
    await gateway.start()
    const { body } = await gateway.call('POST', '/api/instance/new', { body: { name: 'bench' } })
    const token: string = body.data.token
    for (const label of ['default', 'slow']) {
      const url = `http://127.0.0.1:9/${label}`
      await gateway.call('POST', '/api/events/webhook/bench', { body: { label, url } })
      await gateway.call('POST', '/api/events/pauseWebhook/bench', { body: { label, paused: true } })
    }
    await gateway.stop()
    const until = Date.now()
    const startedAt = performance.now()
    const sink = await place.openSink(['form', 'answer', 'form_count', 'form_sum', 'delivery'])
    const webhooks = [...(await sink.webhooks()).entries()].toSorted().map(([, id]) => id) as [string, string]
    const samples = await seedForms(sink, body.instance.id, FORMS, until, 366 * DAY_MS)
    await seedDeliveries(sink, { instanceId: body.instance.id, webhookIds: webhooks, samples }, FORMS, until)
    await sink.finish()
    say(`\n${store}: ${FORMS} forms are there after ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)
    await gateway.start()
    const measured: Measured[] = []
    for (const { name, path } of consoleCases(samples, until).filter((each) => WANTED.test(each.name))) {
      measured.push(
        await measure(name, async (turn) => {
          const { status, text, ms } = await ask(gateway.baseUrl(), path(turn), token)
          if (status !== 200) throw new Error(`${name}: ${status} ${text}`)
          return ms
        }),
      )
    }
    for (const query of [
      'format=csv',
      'format=xlsx',
      'format=jsonl',
      'format=csv&state=failed&source=crm&exportId=x',
    ]) {
      const path = `/api/form/export/bench?${query}`
      measured.push(await measure(`export begins: ${query}`, () => firstByte(gateway.baseUrl() + path, token)))
    }
    return measured
  } finally {
    await gateway.kill()
    await place.remove()
  }
}

async function measure(name: string, once: (turn: number) => Promise<number>): Promise<Measured> {
  const took: number[] = []
  for (let turn = 0; turn < REQUESTS; turn += 1) took.push(await once(turn))
  const ordered = took.toSorted((one, other) => one - other)
  const measured = { name, median: ordered[REQUESTS >> 1] ?? Number.NaN, worst: ordered.at(-1) ?? Number.NaN }
  say(`${measured.median.toFixed(0).padStart(6)} ${measured.worst.toFixed(0).padStart(6)}  ${name}`)
  return measured
}

/** Milliseconds until the first byte of a body is there; the rest is not asked for. */
function firstByte(url: string, token: string): Promise<number> {
  const startedAt = performance.now()
  return new Promise((done, fail) => {
    get(url, { headers: { token }, agent: false }, (response) => {
      response.once('error', () => undefined)
      response.once('data', () => {
        done(performance.now() - startedAt)
        response.destroy()
      })
    }).once('error', fail)
  })
}

const server = process.env['TEST_DATABASE_URL']
const only = process.env['STORE']
const results: Record<string, Measured[]> = {}
if (only !== 'PostgreSQL') results['SQLite'] = await benchStore('SQLite', undefined)
if (server && only !== 'SQLite') results['PostgreSQL'] = await benchStore('PostgreSQL', server)
mkdirSync(RESULTS, { recursive: true })
writeFileSync(join(RESULTS, 'lists.json'), JSON.stringify({ forms: FORMS, requests: REQUESTS, results }, null, 2))
const slow = Object.entries(results).flatMap(([store, all]) =>
  all
    .filter(({ worst }) => !(worst <= LONGEST_MS))
    .map(({ name, worst }) => `${store}: ${name} took ${worst.toFixed(0)} ms`),
)
for (const line of slow) say(line)
if (slow.length > 0) process.exitCode = 1

import { forkSandbox } from '../../chaos/own-sandbox.ts'
import { makePlace } from '../place.ts'
import { openAnswerSink } from './answer-sink.ts'
import { startBare } from './bare-process.ts'
import { addCrowd } from './crowd.ts'
import { type AnswerSides, measureAnswers } from './measure-answers.ts'
import { linkBare, measureSends } from './measure-sends.ts'
import { openOurs } from './ours.ts'
import { tableOfSides } from './report.ts'
import type { Benches, StoreName } from './results.ts'

export interface MessagesEffort {
  rounds: number
  /** Callers at once. */
  atOnce: number
  /** Sends of each side in a round, and to how many they go. */
  sends: number
  known: number
  /** First contacts of each side in a round. */
  first: number
  /** Answers of each side in a round: one of each known person at most. */
  answers: number
  /** Which benches, by their names. */
  wanted: RegExp
}

/** What a bench tells: its results, as soon as it has them, and lines for whoever waits. */
export interface Told {
  keep(measured: Benches): void
  say(line: string): void
}

const OURS = { name: 'bench', phone: '5511990000001' }
const BARE = '5511990000002'
const BARE_DURABLE = '5511990000003'

/** The benches of messages on one store: sends to known and to new people, and answers. */
export async function benchMessages(
  store: StoreName,
  server: string | undefined,
  effort: MessagesEffort,
  { keep, say }: Told,
): Promise<void> {
  const { rounds, atOnce, wanted } = effort
  const sandbox = await forkSandbox()
  const bare = await startBare(sandbox)
  const ours = await openOurs(sandbox, server)
  const sink = await openAnswerSink()
  const place = await makePlace(server)
  try {
    await linkBare({ sandbox, bare }, BARE)
    const token = await ours.link(OURS.name, OURS.phone)
    const sides = { sandbox, ours, bare, sender: { ...OURS, token } }
    const known = await addCrowd(sandbox, '55219300', effort.known)
    const sends = Array.from({ length: effort.sends }, (_, index) => known[index % known.length] ?? '')

    for (const [name, kind] of [
      ['send-warm', 'text'],
      ['send-warm-form', 'form'],
    ] as const) {
      if (!wanted.test(name)) continue
      const measured = await measureSends(sides, kind, rounds, atOnce, () => sends, false)
      keep({ [name]: { [store]: measured } })
      say(tableOfSides(`${name}, ${store}`, measured))
    }
    for (const [name, kind, prefix] of [
      ['send-first', 'text', '5531'],
      ['send-first-form', 'form', '5541'],
    ] as const) {
      if (!wanted.test(name)) continue
      const crowds: string[][] = []
      for (let round = 0; round <= rounds; round += 1) {
        crowds.push(await addCrowd(sandbox, `${prefix}${900 + round}0`, effort.first))
      }
      const measured = await measureSends(sides, kind, rounds, atOnce, (round) => crowds[round] ?? [], true)
      keep({ [name]: { [store]: measured } })
      say(tableOfSides(`${name}, ${store}`, measured))
    }
    if (wanted.test('answers')) {
      const { DATA_DIR: dataDir = '', DATABASE_URL: databaseUrl } = place.environment
      await linkBare({ sandbox, bare }, BARE_DURABLE, {
        type: 'store',
        dataDir,
        ...(databaseUrl === undefined ? {} : { databaseUrl }),
      })
      const hook = { label: 'answers', url: sink.url, events: ['form.answered'] }
      const made = await ours.gateway.call('POST', `/api/events/webhook/${OURS.name}`, { body: hook })
      if (made.status !== 200) throw new Error(`no webhook: ${JSON.stringify(made.body)}`)
      const all: AnswerSides = {
        ...sides,
        sink,
        durable: { account: 1, phone: BARE_DURABLE },
        memory: { account: 0, phone: BARE },
      }
      const {
        ours: taken,
        durable,
        memory,
        pacedPerSecond,
      } = await measureAnswers(all, rounds, known.slice(0, effort.answers))
      const paced = { perSecond: pacedPerSecond, ours: taken.paced, bare: durable.paced }
      keep({ answers: { [store]: { ours: taken, bare: durable, memory, paced } } })
      say(tableOfSides(`answers, ${store}`, { ours: taken, bare: durable }, 'bare, same store'))
      say(tableOfSides(`answers, ${store}`, { ours: taken, bare: memory }, 'bare, in memory'))
      say(
        `at ${pacedPerSecond} answers a second: p50 ${taken.paced.p50.toFixed(1)} ms, p99 ${taken.paced.p99.toFixed(1)} ms to the webhook`,
      )
    }
  } finally {
    await ours.close()
    await bare.close()
    await sink.close()
    await sandbox.close()
    await place.remove()
  }
}

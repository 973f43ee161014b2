import { postBare } from './bare-loop.ts'
import { openDesk, type Waiting } from './desk.ts'
import type { Receivers } from './receivers.ts'
import { dataOf } from './seed-events.ts'

/** Deliveries a second of two sides that took turns, and the second's share of the first, round by round. */
export interface Pace {
  first: number
  second: number
  ratio: number
  lowest: number
  highest: number
}

export interface Effort {
  rounds: number
  /** Deliveries of each side in a round. */
  calls: number
}

/**
 * Deliveries of each side before the first round that counts. A gateway runs for weeks; until it has told some ten
 * thousand, V8 is still compiling it, which a loop of ten lines is through with at once.
 */
const WARM_UP = 10_000

/** As many calls as the gateway keeps under way for one webhook. */
const AT_ONCE = 8
const CHATS = 200

/** The real gateway against a loop that only posts: the same receiver, the same bodies, as many at once. */
export async function measurePace(receivers: Receivers, server: string | undefined, effort: Effort): Promise<Pace> {
  const url = `${receivers.baseUrl}/paced`
  const desk = await openDesk(server, [{ url, count: countFor(effort), chats: CHATS }])
  try {
    await desk.start()
    const bodyOf = (number: number) => {
      const data = dataOf(number % CHATS, number)
      const head = `{"id":"evt_00000000000abcde","event":"message.exchange","timestamp":"2026-05-02T12:00:00.000Z","version":1`
      return `${head},"data":${data},"instanceData":{"baseUrl":"${receivers.baseUrl}","instance":"bench0"}}`
    }
    return await takeTurns(effort, [
      async (calls) => {
        const took = receivers.answer('/bare', calls)
        await postBare(`${receivers.baseUrl}/bare`, bodyOf, calls, AT_ONCE)
        return took
      },
      (calls) => receivers.answer('/paced', calls),
    ])
  } finally {
    await desk.close()
  }
}

/** A healthy receiver alone, and beside so many that never answer and as many that answer 500. */
export async function measureFairness(
  receivers: Receivers,
  server: string | undefined,
  effort: Effort,
  bad: number,
): Promise<Pace> {
  const count = countFor(effort)
  const healthy = (path: string): Waiting => ({ url: receivers.baseUrl + path, count, chats: CHATS })
  const others = Array.from({ length: bad }, (_, index) =>
    [`/hang/${bad}/${index}`, `/500/${bad}/${index}`].map((path) => ({
      ...{ url: receivers.baseUrl + path, count: 200, chats: 20 },
    })),
  ).flat()
  const alone = await openDesk(server, [healthy(`/alone/${bad}`)])
  const beside = await openDesk(server, [...others, healthy(`/beside/${bad}`)])
  try {
    await alone.start()
    await beside.start()
    return await takeTurns(effort, [
      (calls) => receivers.answer(`/alone/${bad}`, calls),
      (calls) => receivers.answer(`/beside/${bad}`, calls),
    ])
  } finally {
    await alone.close()
    await beside.close()
  }
}

/** How much has to wait for a gateway: one round more than counts, so that the last does not end on an empty queue. */
function countFor({ rounds, calls }: Effort): number {
  return WARM_UP + calls * (rounds + 1)
}

/** Makes so many calls, or waits for them; the milliseconds that it took. */
type Turn = (calls: number) => Promise<number>

/**
 * While one side has its turn, the receiver holds the calls of the other, so that both live in one run and never at the
 * same time. Both are warmed up before; who begins changes.
 */
async function takeTurns({ rounds, calls }: Effort, [one, other]: [Turn, Turn]): Promise<Pace> {
  await one(WARM_UP)
  await other(WARM_UP)
  const paces: [number, number][] = []
  for (let round = 1; round <= rounds; round += 1) {
    const [early, late] = round % 2 === 0 ? [one, other] : [other, one]
    const [a, b] = [await early(calls), await late(calls)].map((ms) => (calls / ms) * 1000) as [number, number]
    paces.push(round % 2 === 0 ? [a, b] : [b, a])
  }
  const ratios = paces.map(([first, second]) => second / first)
  return {
    first: median(paces.map(([first]) => first)),
    second: median(paces.map(([, second]) => second)),
    ratio: median(ratios),
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor((values.length - 1) / 2)] ?? Number.NaN
}

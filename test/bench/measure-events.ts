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

/** As many calls as the gateway keeps under way for one webhook. */
const AT_ONCE = 8
const CHATS = 200

/** The real gateway against a loop that only posts: the same receiver, the same bodies, as many at once. */
export async function measurePace(receivers: Receivers, server: string | undefined, effort: Effort): Promise<Pace> {
  const url = `${receivers.baseUrl}/paced`
  const desk = await openDesk(server, [{ url, count: effort.calls * (effort.rounds + 2), chats: CHATS }])
  try {
    await desk.start()
    const bodyOf = (number: number) => {
      const data = dataOf(number % CHATS, number)
      const head = `{"id":"evt_00000000000abcde","event":"message.exchange","timestamp":"2026-05-02T12:00:00.000Z","version":1`
      return `${head},"data":${data},"instanceData":{"baseUrl":"${receivers.baseUrl}","instance":"bench0"}}`
    }
    return await takeTurns(effort, [
      async () => {
        const took = receivers.answer('/bare', effort.calls)
        await postBare(`${receivers.baseUrl}/bare`, bodyOf, effort.calls, AT_ONCE)
        return took
      },
      () => receivers.answer('/paced', effort.calls),
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
  const count = effort.calls * (effort.rounds + 2)
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
      () => receivers.answer(`/alone/${bad}`, effort.calls),
      () => receivers.answer(`/beside/${bad}`, effort.calls),
    ])
  } finally {
    await alone.close()
    await beside.close()
  }
}

/**
 * While one side has its turn, the receiver holds the calls of the other, so that both live in one run and never at the
 * same time. A round before the first warms them up; who begins changes.
 */
async function takeTurns(
  { rounds, calls }: Effort,
  sides: [() => Promise<number>, () => Promise<number>],
): Promise<Pace> {
  const [one, other] = sides
  const paces: [number, number][] = []
  for (let round = 0; round <= rounds; round += 1) {
    const [early, late] = round % 2 === 0 ? [one, other] : [other, one]
    const [a, b] = [await early(), await late()].map((ms) => (calls / ms) * 1000) as [number, number]
    if (round > 0) paces.push(round % 2 === 0 ? [a, b] : [b, a])
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

import type { Case } from './cases.ts'
import type { Shop } from './shop.ts'

/** What one kind of request took, in milliseconds. */
export interface Measured {
  name: string
  isPromised: boolean
  small: Took
  large: Took
  /** How many times as long the large store takes. */
  ratio: number
}

export interface Took {
  /** The middle one of the rounds' medians. */
  median: number
  p99: number
  /** The longest that the gateway's event loop stood. */
  stand: number
}

export interface Effort {
  rounds: number
  /** Of each kind in a round. */
  requests: number
}

/** What one shop took in one turn, or in all of them. */
interface Turn {
  times: number[]
  stand: number
}

/** A turn lasts no longer than this, but for five requests: a slow kind shall not hold up all the others. */
const LONGEST_TURN_MS = 600
const FEWEST = 5

/** Kinds of request that the gateway does not know (yet) are left out, and named. */
export async function findMissing({ ask }: Shop, cases: readonly Case[]): Promise<string[]> {
  const missing: string[] = []
  for (const { name, path } of cases) if ((await ask(path(0))).status === 404) missing.push(name)
  return missing
}

/** Measures each kind of request on both shops, round by round; a round before the first warms them up. */
export async function measure(small: Shop, large: Shop, cases: readonly string[], effort: Effort): Promise<Measured[]> {
  const turns = new Map(cases.map((name) => [name, { small: [] as Turn[], large: [] as Turn[] }]))
  for (let round = 0; round <= effort.rounds; round += 1) {
    for (const [name, kept] of turns) {
      const [ofSmall, ofLarge] = await takeTurn([small, large], name, effort.requests)
      if (round === 0 || !ofSmall || !ofLarge) continue
      kept.small.push(ofSmall)
      kept.large.push(ofLarge)
    }
  }
  return [...turns].map(([name, kept]) => {
    const took = { small: summarise(kept.small), large: summarise(kept.large) }
    const isPromised = caseOf(small, name).isPromised === true
    return { name, isPromised, ...took, ratio: took.large.median / took.small.median }
  })
}

/** Asks them one after the other, request by request, so that whatever else the machine does falls on all alike. */
async function takeTurn(shops: readonly Shop[], name: string, requests: number): Promise<Turn[]> {
  const sides = shops.map((shop) => ({ shop, asked: caseOf(shop, name), times: [] as number[] }))
  for (const { shop } of sides) await shop.longestStand()
  const deadline = performance.now() + LONGEST_TURN_MS * shops.length
  for (let turn = 0; turn < requests && (turn < FEWEST || performance.now() < deadline); turn += 1) {
    for (const { shop, asked, times } of sides) {
      const { status, text, ms } = await shop.ask(asked.path(turn))
      if (status !== 200) throw new Error(`${name}: ${status} ${text}`)
      times.push(ms)
    }
  }
  const ended: Turn[] = []
  for (const { shop, times } of sides) ended.push({ times, stand: await shop.longestStand() })
  return ended
}

function caseOf({ cases }: Shop, name: string): Case {
  const found = cases.find((each) => each.name === name)
  if (!found) throw new Error(`Only one of the stores can be asked for: ${name}`)
  return found
}

function summarise(turns: readonly Turn[]): Took {
  return {
    median: quantile(
      turns.map(({ times }) => quantile(times, 0.5)),
      0.5,
    ),
    p99: quantile(
      turns.flatMap(({ times }) => times),
      0.99,
    ),
    stand: Math.max(...turns.map(({ stand }) => stand)),
  }
}

function quantile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((one, other) => one - other)
  return ordered[Math.floor((ordered.length - 1) * share)] ?? Number.NaN
}

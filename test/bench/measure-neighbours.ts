import { type Fleet, openFleet, type Ship } from '../chaos/fleet.ts'
import { addPerson } from '../chaos/sends.ts'
import { pass } from '../chaos/wait-until.ts'
import { control } from '../journey/sandbox.ts'

/** What healthy instances send beside failing ones. Rates are sends a second of all healthy ones together. */
export interface Neighbours {
  how: string
  failing: number
  alone: number
  beside: number
  /** The middle round's `beside` by its `alone`. */
  ratio: number
  lowest: number
  highest: number
  /** How often a failing instance dialled, a second. */
  dials: number
}

export interface Effort {
  rounds: number
  /** Milliseconds of each side in a round. */
  roundMs: number
}

const WAYS = [
  // The network is there and gone: every log-in is cut off.
  { how: 'cut off at log-in', fault: { offline: 3_600_000 } },
  // It gets in, and is thrown out at once, again and again.
  { how: 'thrown out with 503', fault: null },
] as const

const THROW_EVERY_MS = 50

/** Both sides take turns in one run, so that whatever else the machine does falls on both alike. */
export async function measureNeighbours(healthy: number, failing: readonly number[], effort: Effort) {
  const most = Math.max(...failing)
  // Waits as they are at WhatsApp: an instance fails as fast as its back-off lets it.
  const fleet = await openFleet({ instances: healthy + most, environment: { WHATSAPP_TIME_SCALE: '1' } })
  try {
    const senders = fleet.ships.slice(0, healthy)
    const people = new Map<Ship, string>()
    for (const [index, ship] of senders.entries()) people.set(ship, await addPerson(fleet.sandbox, index))
    // Sessions are made once: what is measured is what every later send costs.
    await sendFor(fleet, people, 2_000)
    const measured: Neighbours[] = []
    for (const { how, fault } of WAYS) {
      for (const count of failing) {
        const bad = fleet.ships.slice(healthy, healthy + count)
        measured.push({ how, failing: count, ...(await compare(fleet, people, bad, fault, effort)) })
      }
    }
    return measured
  } finally {
    await fleet.gateway.stop()
    await fleet.close()
  }
}

async function compare(
  fleet: Fleet,
  people: Map<Ship, string>,
  bad: readonly Ship[],
  fault: object | null,
  { rounds, roundMs }: Effort,
): Promise<Omit<Neighbours, 'how' | 'failing'>> {
  const sides: { alone: number; beside: number }[] = []
  let dials = 0
  for (let round = 0; round < rounds; round += 1) {
    const isFirst = round % 2 === 0
    const before = isFirst ? await sendFor(fleet, people, roundMs) : 0
    const tried = await triedBy(fleet, bad)
    const end = await fail(fleet, bad, fault)
    const beside = await sendFor(fleet, people, roundMs)
    dials += (await triedBy(fleet, bad)) - tried
    await end()
    sides.push({ alone: isFirst ? before : await sendFor(fleet, people, roundMs), beside })
  }
  const ratios = sides.map(({ alone, beside }) => beside / alone).toSorted((one, other) => one - other)
  const middle = (values: number[]) =>
    values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
  return {
    alone: middle(sides.map(({ alone }) => alone)),
    beside: middle(sides.map(({ beside }) => beside)),
    ratio: middle(ratios),
    lowest: ratios[0] ?? Number.NaN,
    highest: ratios.at(-1) ?? Number.NaN,
    dials: dials / bad.length / rounds / (roundMs / 1_000),
  }
}

/** Lets these fail until the returned function is called and they are back. */
async function fail(fleet: Fleet, bad: readonly Ship[], fault: object | null): Promise<() => Promise<void>> {
  const order = (what: object) =>
    Promise.all(bad.map(({ phone }) => control(fleet.sandbox, 'faults', { account: phone, ...what })))
  let isOver = false
  await order(fault ?? { streamError: 503 })
  const throwing = (async () => {
    while (fault === null && !isOver) {
      await pass(THROW_EVERY_MS)
      await order({ streamError: 503 })
    }
  })()
  return async () => {
    isOver = true
    await throwing
    await order({})
    for (const { name } of bad) await fleet.gateway.call('GET', `/api/instance/connect/${name}`)
    await fleet.until('connected', bad)
  }
}

async function triedBy(fleet: Fleet, bad: readonly Ship[]): Promise<number> {
  const { accounts } = await fleet.visits()
  return bad.reduce((sum, { phone }) => sum + (accounts[phone]?.tried ?? 0), 0)
}

/** Each sends one text after the other; how many all sent, a second. @throws when one is refused */
async function sendFor(fleet: Fleet, people: Map<Ship, string>, forMs: number): Promise<number> {
  const beganAt = performance.now()
  let sent = 0
  await Promise.all(
    [...people].map(async ([{ name }, number]) => {
      while (performance.now() - beganAt < forMs) {
        const body = { number, message: 'Oi' }
        const reply = await fleet.gateway.call('POST', `/api/message/text/${name}`, { body })
        if (reply.status !== 200) throw new Error(`a send is refused: ${JSON.stringify(reply.body)}`)
        sent += 1
      }
    }),
  )
  return sent / ((performance.now() - beganAt) / 1_000)
}

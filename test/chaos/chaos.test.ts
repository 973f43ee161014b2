import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Chance, chanceOf } from '../hostile/chance.ts'
import { heardOf, judgeAnswers, keysOf, storedAnswers } from './answers.ts'
import { callWithoutPause } from './callers.ts'
import { type Fleet, OBSERVED, openFleet, type Ship } from './fleet.ts'
import type { Held } from './observe.ts'
import { impliedState, planFaults } from './plan.ts'
import { addPerson, arrivedAt, judgeSends, NOTHING_WRONG, readSends } from './sends.ts'
import { bringBack, type Fate, heal, raiseStorm } from './storm.ts'
import { pass, waitUntil } from './wait-until.ts'

/** A minute of the engine's waits is a second here. */
const TIME_SCALE = 60
const INSTANCES = Number(process.env['INSTANCES'] ?? 12)
const MINUTES = Number(process.env['CHAOS_MINUTES'] ?? 18)
const SEED = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const LENGTH_MS = (MINUTES * 60_000) / TIME_SCALE

/** Long enough for every back-off that a number could be in. */
const QUIET_MS = 3_000

/**
 * What is reachable may grow by what is kept of contacts and messages for a while, all of it bounded: books of groups,
 * sends and received ids per line. A leak of a socket or a session per fault would be far beyond.
 */
const MOST_GROWTH = 1.15
const LONG_MINUTES = 60

let fleet: Fleet
const people: string[] = []

beforeAll(async () => {
  const environment = { WHATSAPP_TIME_SCALE: String(TIME_SCALE) }
  fleet = await openFleet({ instances: INSTANCES, nodeOptions: OBSERVED, environment, seed: SEED })
  for (const index of fleet.ships.keys()) people.push(await addPerson(fleet.sandbox, index))
}, 600_000)

afterAll(() => fleet?.close())

const hold = async () => (await fleet.gateway.ask('held')) as Held

test(`${INSTANCES} numbers, ${MINUTES} minutes of everything that goes wrong: each ends as its last fault implies (seed ${SEED})`, async () => {
  const before = await hold()
  const fates: Fate[] = fleet.ships.map((ship) => ({ ship, faults: [], standing: {} }))
  const isWithheld = ({ name }: Ship) => fates.find(({ ship }) => ship.name === name)?.standing['withheld'] === true
  const traffic = callWithoutPause(fleet, people, chanceFor, isWithheld)
  const heaps: number[] = []
  const sampling = sampleHeap(heaps)
  await raiseStorm(fleet, fates, planFaults(chanceFor('plan'), INSTANCES, LENGTH_MS))
  await traffic.stop()
  await sampling
  for (const fate of fates) await heal(fleet, fate)

  const implied = new Map(fates.map(({ ship, faults }) => [ship.name, impliedState(faults)]))
  let wrong: string[] = []
  const isAsImplied = async () => {
    const now = await fleet.statuses()
    wrong = [...implied].flatMap(([name, state]) =>
      now.get(name) === state ? [] : [`${name} is ${now.get(name)}, not ${state}`],
    )
    return wrong.length === 0
  }
  await waitUntil(isAsImplied, { withinMs: 60_000 })
  const first = (await fleet.visits()).accounts
  await pass(QUIET_MS)
  const second = (await fleet.visits()).accounts
  const streams = fates.map(({ ship }) => second[ship.phone]?.open)
  const dialled = fates.flatMap(({ ship: { name, phone } }) =>
    second[phone]?.tried === first[phone]?.tried ? [] : [`${name} dialled again`],
  )
  const keys = keysOf(fleet.dataDir)
  const unerased = [...implied].filter(([name, state]) => state === 'loggedout' && keys.get(name) !== 0)

  const isIn = ({ name }: { name: string }) => implied.get(name) === 'connected'
  const areHeard = async () => {
    const heard = await heardOf(fleet.sandbox)
    return traffic.given.every(({ ship, messageId }) => !isIn(ship) || heard.has(messageId))
  }
  await waitUntil(areHeard, { withinMs: 20_000, everyMs: 200 })
  const heard = await heardOf(fleet.sandbox)
  const answers = () => judgeAnswers(traffic.given, heard, storedAnswers(fleet.dataDir))
  await waitUntil(() => answers().lost.length === 0, { withinMs: 20_000, everyMs: 200 })
  const kept = readSends(fleet.dataDir)
  const sends = judgeSends(traffic.asked, kept, await arrivedAt(fleet.sandbox, people), Date.now())

  for (const fate of fates) {
    if (implied.get(fate.ship.name) === 'connected') continue
    fate.standing = {}
    await heal(fleet, fate)
    await bringBack(fleet, fate)
  }
  let after = await hold()
  const isLevel = async () => {
    after = await hold()
    return after.repeating <= before.repeating && after.sockets <= before.sockets
  }
  await waitUntil(isLevel, { withinMs: 30_000, everyMs: 500 })
  const code = await fleet.gateway.stop()

  const storedNow = storedAnswers(fleet.dataDir)
  const count = (things: Iterable<string>) =>
    Object.fromEntries([...Map.groupBy(things, (thing) => thing)].map(([thing, all]) => [thing, all.length]))
  const told = {
    instances: INSTANCES,
    minutes: MINUTES,
    seed: SEED,
    faults: count(fates.flatMap(({ faults }) => faults.map(({ type }) => type))),
    implied: count(implied.values()),
    logIns: Object.values(second).reduce((sum, { admitted }) => sum + admitted, 0),
    calls: traffic.statuses,
    sends: count(kept.map(({ state, failure }) => (failure === null ? state : `${state} ${failure}`))),
    answers: traffic.given.length,
    withheld: traffic.given.filter((one) => one.isWithheld).length,
    withheldNeverCame: traffic.given.filter((one) => one.isWithheld && !storedNow.has(one.mark)).length,
    heard: traffic.given.filter(({ messageId }) => heard.has(messageId)).length,
    before,
    after,
    heaps: heaps.map((bytes) => Math.round(bytes / 2 ** 20)),
  }
  process.stdout.write(`chaos: ${JSON.stringify(told)}\n`)
  expect({ wrong, dialled, unerased, ...answers(), ...sends, code }).toEqual({
    wrong: [],
    dialled: [],
    unerased: [],
    lost: [],
    storedTwice: [],
    strange: [],
    ...NOTHING_WRONG,
    code: 0,
  })
  expect(streams).toEqual(fates.map(({ ship }) => (isIn(ship) ? 1 : 0)))
  expect(after).toMatchObject({ repeating: before.repeating, sockets: before.sockets, listeners: before.listeners })
  // In a short run the books fill that are full in a long one: there is nothing to be said of it.
  if (MINUTES >= LONG_MINUTES) expect((heaps.at(-1) ?? 0) / (heaps[0] ?? 1)).toBeLessThan(MOST_GROWTH)
}, 3_600_000)

/** What is reachable at the end of each quarter of the storm. */
async function sampleHeap(heaps: number[]): Promise<void> {
  for (let quarter = 0; quarter < 4; quarter += 1) {
    await pass(LENGTH_MS / 4)
    heaps.push((await hold()).bytes)
  }
}

/** Each actor has a chance of its own: who is quicker changes nothing of what the others do. */
function chanceFor(actor: string): Chance {
  return chanceOf([...actor].reduce((mixed, letter) => Math.imul(mixed, 31) + letter.charCodeAt(0), SEED))
}

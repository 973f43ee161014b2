import type { Chance } from '../hostile/chance.ts'
import { control } from '../journey/sandbox.ts'
import type { Fleet, Ship } from './fleet.ts'
import type { AskedSend } from './sends.ts'
import { pass } from './wait-until.ts'

/** An answer that a person gave. */
export interface GivenAnswer {
  /** Stands in it, and in no other. */
  mark: string
  messageId: string
  ship: Ship
  /** It was given without content: it is acknowledged, and asked for two seconds later. */
  isWithheld: boolean
}

/** What callers asked for and people gave, while the storm lasted. */
export interface Traffic {
  asked: AskedSend[]
  given: GivenAnswer[]
  /** Calls that ended with each status. */
  statuses: Record<string, number>
  /** Resolves when nobody asks or answers any more. */
  stop(): Promise<void>
}

const PAUSE_MS = [150, 700] as const

/** For each ship a caller, who sends texts and forms to one person without end, and that person, who answers forms. */
export function callWithoutPause(
  fleet: Fleet,
  people: readonly string[],
  chanceFor: (actor: string) => Chance,
  isWithheld: (ship: Ship) => boolean,
) {
  const traffic: Omit<Traffic, 'stop'> = { asked: [], given: [], statuses: {} }
  let isOver = false

  async function callFor(ship: Ship, person: string): Promise<void> {
    const chance = chanceFor(ship.name)
    for (let count = 0; !isOver; count += 1) {
      await pass(chance.whole(...PAUSE_MS))
      const kind = chance.one(['text', 'form'] as const)
      const mark = `${ship.name}-${kind}-${count}`
      const body = { number: person, message: mark, ...(kind === 'form' ? { flowToken: mark } : {}) }
      const path = `/api/message/${kind}/${ship.name}`
      const reply = await fleet.gateway.call('POST', path, { body, key: mark }).catch(() => null)
      const messageId = reply?.body.data?.messageId ?? null
      traffic.asked.push({ mark, status: reply?.status ?? null, messageId })
      const word = `${reply?.status ?? 'broken'} ${reply?.body.error?.code ?? reply?.body.status ?? ''}`
      traffic.statuses[word] = (traffic.statuses[word] ?? 0) + 1
      if (kind === 'form' && messageId !== null && chance.next() < 0.6) await answer(ship, person, mark, messageId)
    }
  }

  /** A form that did not arrive is answered by nobody. */
  async function answer(ship: Ship, person: string, form: string, messageId: string): Promise<void> {
    const mark = `Answer to ${form} end`
    const body = { messageId, values: { full_name: mark } }
    const wasWithheld = isWithheld(ship)
    const given = await control(fleet.sandbox, `phones/${person}/answer`, body).catch(() => null)
    if (!given) return
    traffic.given.push({ mark, messageId: String(given['id']), ship, isWithheld: wasWithheld || isWithheld(ship) })
  }

  const calling = Promise.all(fleet.ships.map((ship, index) => callFor(ship, people[index] ?? '')))
  calling.catch(() => {})
  return {
    ...traffic,
    async stop() {
      isOver = true
      await calling
    },
  } satisfies Traffic
}

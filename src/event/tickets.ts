import { createHash } from 'node:crypto'
import type { Session } from '../account/index.ts'
import type { Clock } from '../kernel/clock.ts'
import { problem } from '../kernel/errors.ts'
import { type Random, randomText } from '../kernel/id.ts'

const PREFIX = 'tkt_'
const CHARACTERS = 40
const MOST = 10_000

/** How long a ticket is good for, in seconds. */
export const TICKET_SECONDS = 30

/** Tickets that open one WebSocket each, so that no token has to stand in a URL. They live in memory. */
export interface Tickets {
  /** @throws too_many_waiting when too many are unused */
  issue(opens: Opens): string
  /** What a ticket opens; null when it is unknown, used or too old. */
  redeem(ticket: string): Opens | null
  /** Ends the tickets of an instance; only those that its own token asked for, or all. */
  revoke(instanceId: string, holder?: Opens['holder']): void
}

/** What a ticket opens, and whose token asked for it, in which session if in one: it ends with them. */
export interface Opens {
  instanceId: string
  holder: 'account' | 'instance'
  session: Session | null
}

export function createTickets(clock: Clock, random: Random): Tickets {
  const issued = new Map<string, { opens: Opens; until: number }>()

  function dropOld(): void {
    for (const [key, { until }] of issued) {
      if (until > clock.now()) return
      issued.delete(key)
    }
  }

  return {
    issue(opens) {
      dropOld()
      if (issued.size >= MOST) throw problem('too_many_waiting')
      const ticket = `${PREFIX}${randomText(random, CHARACTERS)}`
      issued.set(keyOf(ticket), { opens, until: clock.now() + TICKET_SECONDS * 1_000 })
      return ticket
    },
    redeem(ticket) {
      const key = keyOf(ticket)
      const found = issued.get(key)
      issued.delete(key)
      return found && found.until > clock.now() ? found.opens : null
    },
    revoke(instanceId, holder) {
      for (const [key, { opens }] of issued) {
        if (opens.instanceId === instanceId && (holder ?? opens.holder) === opens.holder) issued.delete(key)
      }
    },
  }
}

function keyOf(ticket: string): string {
  return createHash('sha256').update(ticket).digest('hex')
}

/** A send that waits for its turn. */
export interface Waiting {
  /** Smallest distance to the send before it; milliseconds. */
  intervalMs: number
  /** To somebody whom this number exchanged no message with. */
  isFirst: boolean
}

/** When an instance sent last. Unix milliseconds. */
export interface LastSends {
  at: number
  firstAt: number
}

/** First contacts keep so many intervals from one another: they are what numbers are banned for. */
export const FIRST_CONTACT_INTERVALS = 3

/** How long a send still waits; 0: it may go. Never longer than its interval, whatever the clock says. Pure. */
export function waitOf({ intervalMs, isFirst }: Waiting, last: LastSends, now: number): number {
  const rest = (since: number, distance: number) => Math.min(distance, Math.max(0, since + distance - now))
  const any = rest(last.at, intervalMs)
  return isFirst ? Math.max(any, rest(last.firstAt, intervalMs * FIRST_CONTACT_INTERVALS)) : any
}

/**
 * Whose turn is next, and how long until then: those who waited longest, but that somebody known does not stand behind a
 * first contact that has to wait longer. Null: nobody waits. Pure.
 */
export function nextTurn<Ticket extends Waiting>(
  waiting: Iterable<Ticket>,
  last: LastSends,
  now: number,
): { ticket: Ticket; waitMs: number } | null {
  let next: { ticket: Ticket; waitMs: number } | null = null
  let hasFirst = false
  for (const ticket of waiting) {
    // Of each kind the one that came first goes first.
    if (ticket.isFirst && hasFirst) continue
    hasFirst ||= ticket.isFirst
    const waitMs = waitOf(ticket, last, now)
    if (next === null || waitMs < next.waitMs) next = { ticket, waitMs }
    if (!ticket.isFirst) break
  }
  return next
}

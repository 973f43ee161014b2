/** How an endpoint has been lately: consecutive failures, and until when it is left alone (Unix milliseconds). */
export interface Health {
  failures: number
  restsUntil: number
  /** Whether its last answer took longer than a healthy one does. */
  slow: boolean
  /** Whether it ever answered well, as far as this process knows. */
  proven: boolean
}

/** One of which nothing is known yet. */
export const UNPROVEN: Health = { failures: 0, restsUntil: 0, slow: false, proven: false }

const PROBED_AFTER = 3
const RESTS_AFTER = 5
const FIRST_REST_MS = 5_000
const LONGEST_REST_MS = 60_000
const MOST_AT_ONCE = 8

/** From here on a call counts as slow. */
export const SLOW_AFTER_MS = 1_000

/**
 * Health after one more attempt. After five failures in a row the endpoint rests, ever longer up to a minute, and no
 * delivery spends attempts on it meanwhile. Calls that were under way when the rest began do not prolong it. Pure.
 */
export function healthAfter(health: Health, outcome: { ok: boolean; tookMs: number }, now: number): Health {
  const slow = outcome.tookMs >= SLOW_AFTER_MS
  if (outcome.ok) return { failures: 0, restsUntil: 0, slow, proven: true }
  if (now < health.restsUntil) return health
  const failures = health.failures + 1
  const restMs = Math.min(FIRST_REST_MS * 2 ** Math.min(failures - RESTS_AFTER, 10), LONGEST_REST_MS)
  return { ...health, failures, restsUntil: failures < RESTS_AFTER ? 0 : now + restMs, slow }
}

/** How many calls an endpoint may have under way: one that is not known yet, or keeps failing, is only probed. Pure. */
export function mostAtOnce(health: Health): number {
  return health.failures >= PROBED_AFTER || !health.proven ? 1 : MOST_AT_ONCE
}

/** What a call is counted with. Pools are counted apart, so that any number of dead receivers leaves the quick ones alone. */
export type Pool = 'new' | 'quick' | 'slow'

/** Where its calls are counted: those of one that is not known yet never take the place of a quick one either. Pure. */
export function poolOf(health: Health): Pool {
  if (health.slow || health.failures >= PROBED_AFTER) return 'slow'
  return health.proven ? 'quick' : 'new'
}

/** What of a delivery says when it is tried next. */
interface Waits {
  state: 'pending' | 'delivered' | 'dead' | 'cancelled'
  nextAttemptAt: string | null
}

const SOONEST_MS = 1_500
const OVERDUE_MS = 10_000
const LATEST_MS = 60_000
/** An attempt has that long: before it, nothing new can be told. */
const GRACE_MS = 1_000

/**
 * Milliseconds until a look may tell something new, for no event tells that an attempt was made: when the next is due.
 * False where nothing waits. Pure.
 */
export function nextLookMs(deliveries: readonly Waits[], now: number): number | false {
  const due = deliveries
    .filter(({ state }) => state === 'pending')
    .map(({ nextAttemptAt }) => (nextAttemptAt === null ? now : Date.parse(nextAttemptAt)))
  if (due.length === 0) return false
  const ahead = due.filter((at) => at > now)
  const soonest = ahead.length === 0 ? LATEST_MS : Math.min(...ahead) - now + GRACE_MS
  // One that is due and still waits, waits for another, or for a pause to end.
  const latest = ahead.length < due.length ? OVERDUE_MS : LATEST_MS
  return Math.max(SOONEST_MS, Math.min(soonest, latest))
}

const HOUR_MS = 3_600_000
const IDLE_MS = 12 * HOUR_MS
/** The longest that a session can last, used or not. */
export const LONGEST_MS = 7 * 24 * HOUR_MS
/** Uses are noted to the minute: nothing is written for each of an open page's requests. */
const NOTED_MS = 60_000

/** What the end of a session follows from; Unix milliseconds. */
export interface SessionTimes {
  created_at: number
  used_at: number
}

/** When a session ends unless it is used: 12 hours after its last use, 7 days after its beginning at most. Pure. */
export function sessionEnd({ created_at, used_at }: SessionTimes): number {
  return Math.min(used_at + IDLE_MS, created_at + LONGEST_MS)
}

/** Whether a use at this time is worth a write; one before the last is, for the clock was set back. Pure. */
export function isWorthNoting({ used_at }: Pick<SessionTimes, 'used_at'>, now: number): boolean {
  return now < used_at || now >= used_at + NOTED_MS
}

/** What is older than these has ended by `now`. Pure. */
export function oldestTimes(now: number): SessionTimes {
  return { created_at: now - LONGEST_MS, used_at: now - IDLE_MS }
}

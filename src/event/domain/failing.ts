const HOUR_MS = 60 * 60 * 1000

/** How long a webhook may only fail before it is paused. */
export const LONGEST_FAILING_MS = 5 * 24 * HOUR_MS

/**
 * How much of that this process must have seen. One that comes up after a week, before its receivers do, pauses none
 * of them on its first call.
 */
export const SEEN_FAILING_MS = HOUR_MS

/** What a failed attempt is in the life of its webhook. */
export type Failure = 'first' | 'another' | 'last'

/**
 * Judges a failed attempt at `now`. `since`: when the first of the failures was, nothing having succeeded after it;
 * null: there was none. `seenSince`: when this process saw its first of them. Unix milliseconds. Pure.
 */
export function judgeFailure(since: number | null, seenSince: number, now: number): Failure {
  if (since === null) return 'first'
  const isOver = now - since >= LONGEST_FAILING_MS && now - seenSince >= SEEN_FAILING_MS
  return isOver ? 'last' : 'another'
}

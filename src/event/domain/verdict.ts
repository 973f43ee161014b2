/** What became of one attempt, as far as the schedule cares. Times are milliseconds. */
export interface Attempt {
  /** HTTP status; null when none came. */
  status: number | null
  /** `Retry-After` as it came. */
  retryAfter: string | null
}

/** What is done with a delivery after an attempt. */
export type Verdict =
  | { type: 'delivered' }
  | { type: 'retry'; at: number }
  | { type: 'dead' }
  /** The receiver says that its address is gone for good (410). */
  | { type: 'gone' }

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Pauses after the first, second, … failed attempt. */
export const SCHEDULE_MS: readonly number[] = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
]

const JITTER = 0.1
const LONGEST_RETRY_AFTER_MS = 24 * HOUR

/** No delivery waits longer for its next attempt. */
export const LONGEST_DELAY_MS = LONGEST_RETRY_AFTER_MS

/** Whether a receiver took what it got. Pure. */
export function isSuccess(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300
}

/**
 * Judges an attempt. `failures` counts this one if it failed, `now` is Unix milliseconds, `chance` lies in [0, 1) and
 * spreads receivers that failed together by ±10 %. A receiver may ask for a longer pause, at most a day. Pure.
 */
export function judge(attempt: Attempt, failures: number, now: number, chance: number): Verdict {
  const { status } = attempt
  if (isSuccess(status)) return { type: 'delivered' }
  if (status === 410) return { type: 'gone' }
  const pauseMs = SCHEDULE_MS[failures - 1]
  if (pauseMs === undefined) return { type: 'dead' }
  const jittered = pauseMs * (1 - JITTER + 2 * JITTER * chance)
  return { type: 'retry', at: Math.round(now + Math.max(jittered, askedPause(attempt.retryAfter, now))) }
}

/** `Retry-After` as a pause in milliseconds: seconds or an HTTP date (RFC 9110 §10.2.3); nonsense is none. */
function askedPause(header: string | null, now: number): number {
  const text = header?.trim() ?? ''
  const asked = /^\d+$/.test(text) ? Number(text) * SECOND : Date.parse(text) - now
  return Number.isNaN(asked) ? 0 : Math.min(Math.max(0, asked), LONGEST_RETRY_AFTER_MS)
}

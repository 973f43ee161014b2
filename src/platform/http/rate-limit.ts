import type { Clock } from '../../kernel/clock.ts'
import { problemWith } from '../../kernel/errors.ts'
import { createMinuteWindows, type Standing } from './minute-windows.ts'

export interface RateLimitOptions {
  clock: Clock
  /** Requests a minute of one token, or of one address without a token; 0: no limit. */
  perMinute: number
  /** The same for requests that make something new, of one token; 0: no limit. */
  newPerMinute: number
}

/** What a request is counted as; `free` is not counted. */
export type Counted = 'plain' | 'new' | 'free'

/** What a caller showed: its token, or a session of the console that stands for one. */
export type Way = 'token' | 'session'

/** Requests are limited by token, or by address where no valid token comes with them. */
export interface RateLimit {
  /** What one request came to, from an address as `caller-address.ts` writes it; nothing is counted yet. */
  tally(address: string, counted?: Counted): Tally
}

/** What a request counts on. It is counted once, on the first that it is counted on. */
export interface Tally {
  /**
   * Counts the request on the token with this key; null: on its address. What came by a session of that token counts on
   * what all its sessions have together instead, and what it makes on the token too.
   * @throws rate_limited
   */
  countOn(caller: string | null, way?: Way): void
  /** What to tell a request that failed: one that no token stands for counts on its address, and may be one too many. */
  blame(error: unknown): unknown
  /** `X-RateLimit-…` of the bucket that it was counted on, of its address before. */
  headers(): Record<string, string>
}

/**
 * Requests a minute of all sessions of one token: a page that is open asks often, and must not use up what its token
 * has. One that signs in often gets no more by it.
 */
const SESSIONS_PER_MINUTE = 600

/** Tokens and addresses are remembered apart: no flood of addresses makes a token's minute forgotten. */
export function createRateLimit({ clock, perMinute, newPerMinute }: RateLimitOptions): RateLimit {
  const open = (limit: number) => (limit === 0 ? null : createMinuteWindows(clock, limit))
  const tokens = open(perMinute)
  const makers = open(newPerMinute)
  const addresses = open(perMinute)
  const sessions = perMinute === 0 ? null : createMinuteWindows(clock, SESSIONS_PER_MINUTE)

  function count(address: string, caller: string | null, way: Way, counted: Counted) {
    if (caller === null) return addresses?.count(address) ?? null
    const made = counted === 'new' ? makers?.count(caller) : undefined
    const plain = (way === 'token' ? tokens : sessions)?.count(caller)
    return tightest([made, plain].filter((standing) => standing !== undefined))
  }

  return {
    tally(address, counted = 'plain') {
      let standing: Standing | null | undefined

      function countOn(caller: string | null, way: Way = 'token'): void {
        if (standing !== undefined || counted === 'free') return
        standing = count(address, caller, way, counted)
        if (standing && isOver(standing)) throw tooMany(standing)
      }

      return {
        countOn,
        blame(error) {
          try {
            countOn(null)
            return error
          } catch (excess) {
            return excess
          }
        },
        headers: () => describe(standing === undefined ? (addresses?.look(address) ?? null) : standing),
      }
    },
  }

  function tooMany({ resetsAt }: Standing): unknown {
    const seconds = Math.max(1, Math.ceil((resetsAt - clock.now()) / 1000))
    return problemWith({ headers: { 'Retry-After': String(seconds) } }, 'rate_limited')
  }
}

/** The standing that keeps its caller waiting longest, else the one with the least left; the first wins a draw. */
function tightest(standings: readonly Standing[]): Standing | null {
  const late = standings.filter(isOver).toSorted((a, b) => b.resetsAt - a.resetsAt)
  const few = standings.toSorted((a, b) => left(a) - left(b))
  return late[0] ?? few[0] ?? null
}

function isOver({ used, limit }: Standing): boolean {
  return used > limit
}

function left({ used, limit }: Standing): number {
  return Math.max(0, limit - used)
}

function describe(standing: Standing | null): Record<string, string> {
  if (standing === null) return {}
  return {
    'X-RateLimit-Limit': String(standing.limit),
    'X-RateLimit-Remaining': String(left(standing)),
    'X-RateLimit-Reset': String(Math.ceil(standing.resetsAt / 1000)),
  }
}

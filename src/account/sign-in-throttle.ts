import type { Clock } from '../kernel/clock.ts'
import { FormwireError, problemWith } from '../kernel/errors.ts'

const MOST_FAILED = 10
const WINDOW_MS = 10 * 60_000
const MOST_ADDRESSES = 10_000

/** Counts guesses at tokens by the address that they come from, as limits know it. */
export interface SignInThrottle {
  /**
   * Runs what tells whether a token exists, unless the address has failed too often; a token that it refuses is a failure.
   * Those of one address run one after the other: of guesses that came at once, a right one behind ten wrong ones is told
   * nothing either.
   * @throws sign_in_throttled, and what `task` throws
   */
  guess<Result>(address: string, task: () => Promise<Result>): Promise<Result>
}

/** Addresses are remembered as long as their failures count; of too many, the one that failed longest ago is forgotten. */
export function createSignInThrottle(clock: Clock, mostAddresses: number = MOST_ADDRESSES): SignInThrottle {
  /** When each address failed, the oldest first; addresses in the order of their last failure. */
  const failures = new Map<string, readonly number[]>()
  /** What the next guess of an address waits for. */
  const underWay = new Map<string, Promise<unknown>>()

  /** A clock that was set back ends the wait: nobody waits for an hour that is lived again. */
  function recent(address: string): readonly number[] {
    const now = clock.now()
    return (failures.get(address) ?? []).filter((at) => at <= now && now < at + WINDOW_MS)
  }

  /** Whatever it brings: a right token, answered otherwise, would be told by that. */
  function insist(address: string): void {
    const failed = recent(address)
    const [oldest] = failed
    if (oldest === undefined || failed.length < MOST_FAILED) return
    const seconds = Math.max(1, Math.ceil((oldest + WINDOW_MS - clock.now()) / 1000))
    throw problemWith({ headers: { 'Retry-After': String(seconds) } }, 'sign_in_throttled')
  }

  function note(address: string): void {
    const failed = [...recent(address), clock.now()]
    failures.delete(address)
    failures.set(address, failed)
    for (const oldest of failures.keys()) {
      if (failures.size <= mostAddresses && recent(oldest).length > 0) break
      failures.delete(oldest)
    }
  }

  async function judge<Result>(address: string, task: () => Promise<Result>): Promise<Result> {
    insist(address)
    try {
      return await task()
    } catch (error) {
      if (isWrongGuess(error)) note(address)
      throw error
    }
  }

  return {
    async guess(address, task) {
      const before = underWay.get(address) ?? Promise.resolve()
      const judged = before.then(() => judge(address, task))
      const over = judged.catch(() => {})
      underWay.set(address, over)
      try {
        return await judged
      } finally {
        if (underWay.get(address) === over) underWay.delete(address)
      }
    },
  }
}

function isWrongGuess(error: unknown): boolean {
  return error instanceof FormwireError && (error.code === 'token_invalid' || error.code === 'token_taken')
}

import type { Clock } from '../../kernel/clock.ts'
import type { Random } from '../../kernel/id.ts'
import type { DisconnectReason } from '../port.ts'

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 60_000
const LONGEST_WAIT_IN_DOUBT_MS = 300_000
/** A connection that held for so long was a good one. */
const STEADY_MS = 60_000
/** So many refusals in a row, about two minutes, are more than a server that restarts. */
const DOUBTS = 7

/** How long the connection of one number waits before it dials again. */
export interface BackOff {
  /** Milliseconds until the next dial; counts a failure. */
  next(isInDoubt: boolean): number
  /** What is told of log-ins that are refused without a reason. */
  reasonInDoubt(reason: DisconnectReason): DisconnectReason
  /** Whether to dial at once as the server asks: not when it asks for nothing else. */
  mayRestart(): boolean
  opened(): void
  /** What was open, if anything was, is not any more. */
  lost(): void
  /** Somebody asked for a connection: it begins anew. */
  reset(): void
}

/**
 * A connection that opens and drops in a loop has failed each time: only one that was open for a while begins anew.
 * Log-ins that are refused without a reason are repeated for ever, every five minutes at last: in an outage of
 * WhatsApp's all look refused, and to give up would cost a person's hand for every number. But what they are told as
 * changes, so that somebody may look and link the number again.
 */
export function createBackOff(deps: { clock: Clock; random: Random; timeScale: number }): BackOff {
  const { clock, random, timeScale } = deps
  let failures = 0
  let restarts = 0
  let openSince: number | null = null

  function reset(): void {
    failures = 0
    restarts = 0
  }

  return {
    next(isInDoubt) {
      const chance = (random.bytes(1)[0] ?? 0) / 255
      const delayMs = backOff(failures, chance, isInDoubt ? LONGEST_WAIT_IN_DOUBT_MS : LONGEST_WAIT_MS) / timeScale
      failures += 1
      return delayMs
    },
    reasonInDoubt: (reason) => (failures >= DOUBTS ? 'bad_session' : reason),
    mayRestart() {
      restarts += 1
      return restarts === 1
    },
    opened() {
      openSince = clock.now()
    },
    lost() {
      if (openSince !== null && clock.now() - openSince >= STEADY_MS / timeScale) reset()
      openSince = null
    },
    reset,
  }
}

/**
 * Milliseconds to wait before the next dial: doubling from one second to the longest, and of that a random half, so
 * that numbers which lost the server together do not come back together. `chance` is from 0 to 1. Pure.
 */
export function backOff(failuresInARow: number, chance: number, longestMs = LONGEST_WAIT_MS): number {
  const full = Math.min(longestMs, FIRST_WAIT_MS * 2 ** Math.min(failuresInARow, 10))
  return Math.round(full / 2 + (full / 2) * chance)
}

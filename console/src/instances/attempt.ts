import type { LiveEvent } from '../api/live.ts'

/**
 * One attempt to link a number, from asking for a code to its end. What ends it is told by events alone: the call that
 * brought the code has been answered long before.
 */
export type Attempt =
  | { phase: 'idle'; round: number }
  /** `latestQr`: the newest that an event told of; null: none did yet. */
  | { phase: 'going'; number: string | null; round: number; latestQr: string | null }
  | { phase: 'agreed'; number: string | null; round: number }
  | { phase: 'ended'; number: string | null; round: number; reason: string | null }

export const NO_ATTEMPT: Attempt = { phase: 'idle', round: 0 }

/** A new attempt after whatever was before. `number`: digits, for a pairing code; null: a QR. Pure. */
export function begin(before: Attempt, number: string | null): Attempt {
  return { phase: 'going', number, round: before.round + 1, latestQr: null }
}

/** The person looks away, or has what was wanted. Pure. */
export function leave({ round }: Attempt): Attempt {
  return { phase: 'idle', round }
}

/** What an event of the instance makes of an attempt. Pure. */
export function hear(attempt: Attempt, { event, data }: Pick<LiveEvent, 'event' | 'data'>): Attempt {
  if (event !== 'instance.state' || attempt.phase === 'idle' || attempt.phase === 'ended') return attempt
  const { number, round } = attempt
  switch (data.state) {
    case 'qr_ready':
      return attempt.phase === 'going' && typeof data.qr === 'string' ? { ...attempt, latestQr: data.qr } : attempt
    case 'pair_success':
      return { phase: 'agreed', number, round }
    case 'connected':
      return leave(attempt)
    case 'connecting':
      return attempt
    default:
      return { phase: 'ended', number, round, reason: typeof data.reason === 'string' ? data.reason : null }
  }
}

import type { DisconnectReason } from '../port.ts'

/** What a closed socket means, and what comes next. */
export interface Farewell {
  reason: DisconnectReason
  next:
    | 'dial_now'
    /** after a back-off */
    | 'dial_later'
    /** until somebody asks for it */
    | 'stay_closed'
    /** as `stay_closed`, and the credentials are of no more use */
    | 'forget'
}

/**
 * WhatsApp's codes (stream errors, `<failure reason>`, and Baileys' own for the same), as whatsmeow's
 * `ConnectFailureReason` and Baileys' `DisconnectReason` name them. What is not in the table is worth another try.
 */
const FAREWELLS: Record<number, Farewell> = {
  401: { reason: 'logged_out', next: 'forget' },
  402: { reason: 'banned', next: 'stay_closed' },
  403: { reason: 'banned', next: 'stay_closed' },
  405: { reason: 'client_outdated', next: 'stay_closed' },
  406: { reason: 'banned', next: 'stay_closed' },
  408: { reason: 'connection_lost', next: 'dial_later' },
  409: { reason: 'client_outdated', next: 'stay_closed' },
  411: { reason: 'bad_session', next: 'stay_closed' },
  428: { reason: 'connection_lost', next: 'dial_later' },
  440: { reason: 'replaced', next: 'stay_closed' },
  500: { reason: 'bad_session', next: 'dial_later' },
  503: { reason: 'server_unavailable', next: 'dial_later' },
  515: { reason: 'restart_required', next: 'dial_now' },
}

/** Reads why a socket closed. `error` is what Baileys gave, undefined when we closed it ourselves. Pure. */
export function farewell(error: unknown, isLinked: boolean): Farewell {
  if (error === undefined) return { reason: 'closed_by_us', next: 'stay_closed' }
  if (isForgery(error)) return { reason: 'server_not_genuine', next: 'stay_closed' }
  const code = codeOf(error)
  const known = code === null ? undefined : FAREWELLS[code]
  if (isLinked || known?.next === 'dial_now') return known ?? { reason: 'connection_lost', next: 'dial_later' }
  return unlinkedFarewell(error, known)
}

/** A linking attempt is not repeated behind anybody's back: whoever shows the code asks for a new one. */
function unlinkedFarewell(error: unknown, known: Farewell | undefined): Farewell {
  const isExpired = messageOf(error).startsWith('QR refs') || known === undefined || known.next === 'forget'
  return { reason: isExpired ? 'link_expired' : known.reason, next: 'stay_closed' }
}

/** The certificate chain was refused: by Baileys itself, or by `harden.ts`. */
function isForgery(error: unknown): boolean {
  return /noise .*certificate|certification match failed/.test(messageOf(error))
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}

function codeOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('output' in error)) return null
  const { output } = error
  if (typeof output !== 'object' || output === null || !('statusCode' in output)) return null
  return typeof output.statusCode === 'number' ? output.statusCode : null
}

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 60_000

/**
 * Milliseconds to wait before the next dial: doubling from one second to a minute, and of that a random half, so
 * that numbers which lost the server together do not come back together. `chance` is from 0 to 1. Pure.
 */
export function backOff(failuresInARow: number, chance: number): number {
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failuresInARow, 10))
  return Math.round(full / 2 + (full / 2) * chance)
}

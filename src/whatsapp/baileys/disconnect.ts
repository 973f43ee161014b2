import { ProxyFailed } from '../../platform/egress/proxy.ts'
import type { Ban, DisconnectReason } from '../port.ts'
import { DialForbidden } from './dialled-socket.ts'

/** What a closed socket means, and what comes next. */
export interface Farewell {
  reason: DisconnectReason
  next:
    | 'dial_now'
    /** after a back-off */
    | 'dial_later'
    /** as `dial_later`; when it is said again and again, the session itself may be what is wrong (see back-off.ts) */
    | 'dial_in_doubt'
    /** until somebody asks for it */
    | 'stay_closed'
    /** as `stay_closed`, and the credentials are of no more use */
    | 'forget'
  /** What WhatsApp said of a ban that ends. */
  ban?: Ban
}

/**
 * `<failure reason="…"/>`: a log-in was refused. Names and meanings are those of whatsmeow's `ConnectFailureReason`.
 * It is the only place, beside a removed device, where WhatsApp says for certain that a session is over.
 */
const REFUSALS: Record<number, Farewell> = {
  400: { reason: 'server_unavailable', next: 'dial_in_doubt' },
  401: { reason: 'logged_out', next: 'forget' },
  402: { reason: 'banned', next: 'stay_closed' },
  // 403 is "locked", 406 "banned". Both may be lifted, so the keys stay; a session that is over says 401 then.
  403: { reason: 'banned', next: 'stay_closed' },
  405: { reason: 'client_outdated', next: 'stay_closed' },
  406: { reason: 'banned', next: 'stay_closed' },
  // The user agent is refused: the same mending as for 405, another version.
  409: { reason: 'client_outdated', next: 'stay_closed' },
  411: { reason: 'bad_session', next: 'stay_closed' },
  // 413 and 414 are about a token of Messenger that no WhatsApp device has: trying again cannot help.
  413: { reason: 'bad_session', next: 'stay_closed' },
  414: { reason: 'bad_session', next: 'stay_closed' },
  415: { reason: 'bad_session', next: 'stay_closed' },
  418: { reason: 'client_outdated', next: 'stay_closed' },
  // The server's own trouble, as whatsmeow sees it too: a whole outage of WhatsApp looks like this.
  500: { reason: 'server_unavailable', next: 'dial_in_doubt' },
  501: { reason: 'server_unavailable', next: 'dial_in_doubt' },
  503: { reason: 'server_unavailable', next: 'dial_later' },
}

/**
 * `<stream:error code="…">`, for codes that say more than "come again". All others, and all conditions but `conflict`
 * (`xml-not-well-formed`, `ack`, …), are answered by a dial: what is behind 401 or 516, that log-in is told for certain.
 */
const STREAM_ERRORS: Record<number, Farewell> = {
  440: { reason: 'replaced', next: 'stay_closed' },
  500: { reason: 'server_unavailable', next: 'dial_later' },
  503: { reason: 'server_unavailable', next: 'dial_later' },
  515: { reason: 'restart_required', next: 'dial_now' },
}

const LOST: Farewell = { reason: 'connection_lost', next: 'dial_later' }

/**
 * Reads why a socket closed. `error` is what Baileys gave, undefined when we closed it ourselves; `now` is what the
 * end of a ban is counted from. Pure.
 */
export function farewell(error: unknown, isLinked: boolean, now: number): Farewell {
  const read = readEnd(error, now)
  return isLinked || read.next === 'dial_now' ? read : unlinked(read)
}

/** A linking attempt is not repeated behind anybody's back: whoever shows the code asks for a new one. */
function unlinked({ reason, next, ...more }: Farewell): Farewell {
  return { ...more, reason: next === 'forget' ? 'link_expired' : reason, next: 'stay_closed' }
}

/** Of a socket that did not answer in time. Pure. */
export function unanswered(isLinked: boolean): Farewell {
  const late: Farewell = { reason: 'timed_out', next: 'dial_later' }
  return isLinked ? late : unlinked(late)
}

/** What failed at the proxy, where Baileys may have put its own error around it; null: the proxy did not fail. Pure. */
export function proxyFailureOf(error: unknown): ProxyFailed | null {
  if (error instanceof ProxyFailed) return error
  return error instanceof Error && 'data' in error && error.data instanceof ProxyFailed ? error.data : null
}

/**
 * Baileys gives its own errors, those of stanzas, and those of HTTP in front of WhatsApp in one shape, a code and a
 * text; only the text tells them apart. A proxy that answers 401 has logged nobody out.
 */
function readEnd(error: unknown, now: number): Farewell {
  if (error === undefined || error instanceof DialForbidden) return { reason: 'closed_by_us', next: 'stay_closed' }
  if (proxyFailureOf(error) !== null) return { reason: 'proxy_failed', next: 'dial_later' }
  const text = error instanceof Error ? error.message : ''
  const code = codeOf(error)
  if (/noise .*certificate|certification match failed/.test(text)) {
    return { reason: 'server_not_genuine', next: 'stay_closed' }
  }
  if (text === 'Connection Failure') return readRefusal(code, dataOf(error), now)
  if (text.startsWith('Stream Errored')) return readStreamError(code, dataOf(error))
  if (text === 'Intentional Logout') return { reason: 'logged_out', next: 'forget' }
  if (text === 'Multi-device beta not joined') return { reason: 'bad_session', next: 'stay_closed' }
  if (text.startsWith('QR refs')) return { reason: 'link_expired', next: 'stay_closed' }
  if (/timed ?out/i.test(text)) return { reason: 'timed_out', next: 'dial_later' }
  if (/server response: (5\d\d|429)/.test(text)) return { reason: 'server_unavailable', next: 'dial_later' }
  return LOST
}

function readRefusal(code: number | null, attrs: Record<string, unknown>, now: number): Farewell {
  const known: Farewell = REFUSALS[code ?? 500] ?? { reason: 'server_unavailable', next: 'dial_in_doubt' }
  return code === 402 ? { ...known, ban: readBan(attrs, now) } : known
}

/** Baileys gives the first child of the stanza, or the stanza itself. `conflict` comes with a code, or without. */
function readStreamError(code: number | null, { tag, attrs }: Record<string, unknown>): Farewell {
  if (tag === 'conflict') {
    const isRemoved = typeof attrs === 'object' && attrs !== null && 'type' in attrs && attrs.type === 'device_removed'
    return isRemoved ? { reason: 'logged_out', next: 'forget' } : { reason: 'replaced', next: 'stay_closed' }
  }
  // To a condition without a code Baileys gives 500.
  const isSaid = tag === 'stream:error' || code !== 500
  return (isSaid ? STREAM_ERRORS[code ?? 0] : undefined) ?? LOST
}

const LONGEST_BAN_S = 10 * 365 * 86_400

/** `code` is whatsmeow's `TempBanReason`, `expire` counts seconds from now. */
function readBan({ code, expire }: Record<string, unknown>, now: number): Ban {
  const seconds = numberIn(expire)
  const isSaid = seconds !== null && seconds > 0 && seconds <= LONGEST_BAN_S
  return { code: numberIn(code), until: isSaid ? now + seconds * 1000 : null }
}

function numberIn(text: unknown): number | null {
  return typeof text === 'string' && /^\d{1,12}$/.test(text) ? Number(text) : null
}

function dataOf(error: unknown): Record<string, unknown> {
  if (typeof error !== 'object' || error === null || !('data' in error)) return {}
  return typeof error.data === 'object' && error.data !== null ? { ...error.data } : {}
}

function codeOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('output' in error)) return null
  const { output } = error
  if (typeof output !== 'object' || output === null || !('statusCode' in output)) return null
  return typeof output.statusCode === 'number' ? output.statusCode : null
}

import type { Clock } from '../kernel/clock.ts'
import type { Sql } from '../platform/db/store.ts'
import type { Egress } from '../platform/egress/egress.ts'
import { faultOf, type Log } from '../platform/log.ts'
import { targetOf, writeEnvelope } from './domain/envelope.ts'
import { keptResponse } from './domain/kept-response.ts'
import type { WordsOf } from './instance-words.ts'
import { signedHeaders } from './sign.ts'
import { findLetter, type Letter } from './store-deliveries.ts'
import { openAuthorization, openSecret, type WebhookSealer } from './webhook-secrets.ts'

export interface AttemptDeps {
  store: { read: Sql }
  sealer: WebhookSealer
  egress: Pick<Egress, 'post'>
  clock: Clock
  log: Log
  wordsOf: WordsOf
}

/** A call that was made. */
export interface Tried {
  type: 'tried'
  /** When it began, in Unix milliseconds. */
  at: number
  status: number | null
  /** A fixed word; null when a status came. */
  error: string | null
  retryAfter: string | null
  /** The time until the status. */
  tookMs: number
  /** How the answer begins, as it may be kept; null when none came. */
  response: string | null
}

/** What one attempt came to. */
export type AttemptOutcome =
  | Tried
  /** It was cancelled, or the event, its instance or its webhook is no longer there. */
  | { type: 'gone' }
  /** We are stopping: the attempt does not count. */
  | { type: 'interrupted' }

const LONGEST_CALL_MS = 15_000

/** Posts one delivery, signed, and says what came of it. Never rejects. */
export function attempt(deps: AttemptDeps, deliveryId: string, signal: AbortSignal): Promise<AttemptOutcome> {
  return surely(deps, { deliveryId }, async () => {
    const letter = await findLetter(deps.store.read, deliveryId)
    return letter ? post(deps, letter, signal) : { type: 'gone' }
  })
}

/** As `attempt`, of an event that is in no queue. */
export function attemptOnce(deps: AttemptDeps, letter: Letter, signal: AbortSignal): Promise<AttemptOutcome> {
  return surely(deps, { eventId: letter.event.id }, () => post(deps, letter, signal))
}

async function post(deps: AttemptDeps, { webhook, event }: Letter, signal: AbortSignal): Promise<AttemptOutcome> {
  const { clock, egress, sealer } = deps
  const words = await deps.wordsOf(event.instanceId)
  if (!words) return { type: 'gone' }
  const body = writeEnvelope(event, words)
  const authorization = openAuthorization(sealer, webhook)
  const at = clock.now()
  const reply = await egress.post({
    url: targetOf(webhook.url, webhook.by_events === 1, event.type),
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Formwire',
      ...signedHeaders([openSecret(sealer, webhook)], { id: event.id, atMs: at, body }),
      ...(authorization === '' ? {} : { authorization }),
    },
    body,
    timeoutMs: LONGEST_CALL_MS,
    signal,
  })
  if (reply.type === 'answered') {
    const { status, retryAfter, tookMs } = reply
    const response = keptResponse(reply.body, [authorization, words.token ?? ''])
    return { type: 'tried', at, status, error: null, retryAfter, tookMs, response }
  }
  return reply.reason === 'aborted' ? { type: 'interrupted' } : failed(at, reply.reason, reply.tookMs)
}

async function surely(
  { clock, log }: AttemptDeps,
  about: Record<string, string>,
  call: () => Promise<AttemptOutcome>,
): Promise<AttemptOutcome> {
  const began = clock.now()
  try {
    return await call()
  } catch (error) {
    log.error({ ...about, ...faultOf(error) }, 'a delivery could not be attempted')
    return failed(began, 'internal_error', clock.now() - began)
  }
}

function failed(at: number, error: string, tookMs: number): Tried {
  return { type: 'tried', at, status: null, error, retryAfter: null, tookMs, response: null }
}

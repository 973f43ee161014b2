import type { Clock } from '../kernel/clock.ts'
import type { Sql } from '../platform/db/store.ts'
import type { Egress } from '../platform/egress/egress.ts'
import { faultOf, type Log } from '../platform/log.ts'
import { targetOf, writeEnvelope } from './domain/envelope.ts'
import type { WordsOf } from './instance-words.ts'
import { signedHeaders } from './sign.ts'
import { findLetter } from './store-deliveries.ts'
import { openAuthorization, openSecret, type WebhookSealer } from './webhook-secrets.ts'

export interface AttemptDeps {
  store: { read: Sql }
  sealer: WebhookSealer
  egress: Pick<Egress, 'post'>
  clock: Clock
  log: Log
  wordsOf: WordsOf
}

/** What one attempt came to. `error` is a fixed word; `tookMs` the time until the status. */
export type AttemptOutcome =
  | { type: 'tried'; status: number | null; error: string | null; retryAfter: string | null; tookMs: number }
  /** It was cancelled, or the event, its instance or its webhook is no longer there. */
  | { type: 'gone' }
  /** We are stopping: the attempt does not count. */
  | { type: 'interrupted' }

const LONGEST_CALL_MS = 15_000

/** Posts one delivery, signed, and says what came of it. Never rejects. */
export async function attempt(deps: AttemptDeps, deliveryId: string, signal: AbortSignal): Promise<AttemptOutcome> {
  const { clock, egress, sealer } = deps
  const began = clock.now()
  try {
    const letter = await findLetter(deps.store.read, deliveryId)
    const words = letter && (await deps.wordsOf(letter.event.instanceId))
    if (!letter || !words) return { type: 'gone' }
    const { webhook, event } = letter
    const body = writeEnvelope(event, words)
    const authorization = openAuthorization(sealer, webhook)
    const reply = await egress.post({
      url: targetOf(webhook.url, webhook.by_events === 1, event.type),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Formwire',
        ...signedHeaders([openSecret(sealer, webhook)], { id: event.id, atMs: clock.now(), body }),
        ...(authorization === '' ? {} : { authorization }),
      },
      body,
      timeoutMs: LONGEST_CALL_MS,
      signal,
    })
    if (reply.type === 'answered') {
      const { status, retryAfter, tookMs } = reply
      return { type: 'tried', status, error: null, retryAfter, tookMs }
    }
    if (reply.reason === 'aborted') return { type: 'interrupted' }
    return { type: 'tried', status: null, error: reply.reason, retryAfter: null, tookMs: reply.tookMs }
  } catch (error) {
    deps.log.error({ deliveryId, ...faultOf(error) }, 'a delivery could not be attempted')
    const tookMs = clock.now() - began
    return { type: 'tried', status: null, error: 'internal_error', retryAfter: null, tookMs }
  }
}

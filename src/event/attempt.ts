import type { Clock } from '../kernel/clock.ts'
import type { Sql } from '../platform/db/store.ts'
import type { Egress } from '../platform/egress/egress.ts'
import { faultOf, type Log } from '../platform/log.ts'
import { SealBroken } from '../platform/secret/index.ts'
import type { CallsUnderWay, CallUnderWay } from './calls-under-way.ts'
import { type InstanceWords, targetOf, writeEnvelope } from './domain/envelope.ts'
import { keptResponse } from './domain/kept-response.ts'
import type { WordsOf } from './instance-words.ts'
import { type KeyOf, makeKey, signedHeaders } from './sign.ts'
import type { Configured } from './store.ts'
import { findLetter, type Letter } from './store-deliveries.ts'
import { openAuthorization, openSecrets, type WebhookSealer } from './webhook-secrets.ts'

export interface AttemptDeps {
  store: { read: Sql }
  sealer: WebhookSealer
  egress: Pick<Egress, 'post'>
  clock: Clock
  log: Log
  wordsOf: WordsOf
  underWay: CallsUnderWay
  /** `makeKey` unless given. */
  keyOf?: KeyOf
}

/** A call that was made. */
export interface Tried {
  type: 'tried'
  /** The webhook as it was called; null when it did not come to that. */
  webhook: Configured | null
  /** When it began, in Unix milliseconds. */
  at: number
  status: number | null
  /** A fixed word; null when a status came. */
  error: string | null
  retryAfter: string | null
  /** The time until the status. */
  tookMs: number
  /** The time until all of it was over: a receiver may send a status at once and then take its time. */
  lastedMs: number
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
  /** Its webhook is paused: nothing was called that was answered, the attempt does not count, and it goes on waiting. */
  | { type: 'held' }
  /** Our own store could not be read: nothing was called, and the attempt does not count. */
  | { type: 'faulted' }

const LONGEST_CALL_MS = 15_000

/** A letter, and what it says of its instance. */
export type WholeLetter = Letter & { words: InstanceWords }

/**
 * Posts one delivery, signed, unless its webhook is paused by then, and says what came of it. `atHand` is its letter when
 * that was read ahead and nothing has changed since. Never rejects.
 */
export async function attempt(
  deps: AttemptDeps,
  deliveryId: string,
  signal: AbortSignal,
  atHand: WholeLetter | null = null,
): Promise<AttemptOutcome> {
  let isHeld = false
  async function findUnheld(): Promise<Letter | null> {
    const letter = await findLetter(deps.store.read, deliveryId)
    isHeld = letter !== null && letter.webhook.paused_at !== null
    return isHeld ? null : letter
  }
  const outcome = await attemptOnce(deps, { deliveryId }, findUnheld, signal, atHand)
  return isHeld && outcome.type === 'gone' ? { type: 'held' } : outcome
}

/** As `attempt`, of a letter that is in no queue, paused or not. `about` is what a log line says of it. */
export async function attemptOnce(
  deps: AttemptDeps,
  about: Record<string, string>,
  find: () => Promise<Letter | null>,
  signal: AbortSignal,
  atHand: WholeLetter | null = null,
): Promise<Exclude<AttemptOutcome, { type: 'held' }>> {
  const { clock, log } = deps
  const began = clock.now()
  const call = deps.underWay.begin()
  let known = atHand
  if (known) belongTo(call, known)
  let wasRead = false
  try {
    for (;;) {
      wasRead = known !== null
      const letter = known ?? (await readLetter(deps, find, call))
      wasRead = true
      known = null
      if (!letter) return { type: 'gone' }
      const outcome = await post(deps, letter, signal, call.ended())
      // It was broken off: what there is to send now, and where, is in the letter as it is now.
      if (outcome.type !== 'gone') return outcome
    }
  } catch (error) {
    log.error({ ...about, ...faultOf(error) }, 'a delivery could not be attempted')
    const isForGood = wasRead || error instanceof SealBroken
    return isForGood ? failed(began, 'internal_error', clock.now() - began) : { type: 'faulted' }
  } finally {
    call.over()
  }
}

/** Nothing may be awaited between this and the call: what it gives is as the store has it now. */
async function readLetter(
  { wordsOf }: AttemptDeps,
  find: () => Promise<Letter | null>,
  call: CallUnderWay,
): Promise<WholeLetter | null> {
  for (;;) {
    call.read()
    const letter = await find()
    const words = letter && (await wordsOf(letter.event.instanceId))
    if (!letter || !words) return null
    belongTo(call, letter)
    if (!call.isOld()) return { ...letter, words }
  }
}

function belongTo(call: CallUnderWay, { webhook, event }: Letter): void {
  call.belongsTo(webhook.id, event.instanceId, event.seq)
}

async function post(
  { clock, egress, sealer, keyOf = makeKey }: AttemptDeps,
  { webhook, event, words }: WholeLetter,
  signal: AbortSignal,
  ended: AbortSignal,
): Promise<Exclude<AttemptOutcome, { type: 'held' }>> {
  const body = writeEnvelope(event, words)
  const authorization = openAuthorization(sealer, webhook)
  const at = clock.now()
  const reply = await egress.post({
    url: targetOf(webhook.url, webhook.by_events === 1, event.type),
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Formwire',
      ...signedHeaders(openSecrets(sealer, webhook, at).map(keyOf), { id: event.id, atMs: at, body }),
      ...(authorization === '' ? {} : { authorization }),
    },
    body,
    timeoutMs: LONGEST_CALL_MS,
    signals: [signal, ended],
  })
  if (reply.type === 'answered') {
    const { status, retryAfter, tookMs } = reply
    const response = keptResponse(reply.body, [authorization, words.token ?? ''])
    const lastedMs = clock.now() - at
    return { type: 'tried', webhook, at, status, error: null, retryAfter, tookMs, lastedMs, response }
  }
  if (reply.reason === 'aborted') return { type: signal.aborted ? 'interrupted' : 'gone' }
  return { ...failed(at, reply.reason, reply.tookMs), webhook }
}

function failed(at: number, error: string, tookMs: number): Tried {
  const none = { webhook: null, status: null, retryAfter: null, response: null }
  return { type: 'tried', ...none, at, error, tookMs, lastedMs: tookMs }
}

import type { Clock } from '../kernel/clock.ts'
import { FormwireError, problem, problemWith } from '../kernel/errors.ts'
import type { Store, Transaction } from '../platform/db/store.ts'
import type { OnceKey, SendCall } from './send-call.ts'
import { findMessage, type Message } from './store.ts'
import { dropClaim, findClaim, type KeptReply, keepReply, putClaim } from './store-once.ts'
import type { SendReply } from './view.ts'

/** What a send came to, and whether that was told before. */
export interface Outcome {
  reply: SendReply
  isReplayed: boolean
}

/** Makes calls that carry the same key send once, whatever happens in between. */
export interface OnceDesk {
  /** @throws request_invalid when the key is not 1 to 255 visible ASCII characters; idempotency_mismatch; too_many_waiting; what `work` throws */
  run(instanceId: string, call: SendCall, send: OnceSend): Promise<Outcome>
}

export interface OnceSend {
  /** Sends; `claim` belongs into the transaction that keeps the message. */
  work(claim: (transaction: Transaction, message: Message) => Promise<void>): Promise<SendReply>
  /**
   * The answer about a message that an earlier process kept, and never answered about. What was not kept with the
   * message, as the warnings of a text, is not said again.
   */
  recall(message: Message): Promise<SendReply>
}

export interface OnceDeps {
  store: Store
  clock: Clock
}

const KEPT_FOR_MS = 24 * 60 * 60 * 1000

interface InFlight {
  bodyHash: string
  outcome: Promise<Outcome>
}

/**
 * The key is claimed in the commit of the message itself, so that a process which dies in between knows at its next
 * start that the message was kept, and never sends it a second time. Outcomes are kept from there on; what failed
 * before WhatsApp was asked leaves the key free.
 */
export function createOnceDesk({ store, clock }: OnceDeps): OnceDesk {
  const inFlight = new Map<string, InFlight>()

  async function lookUpOrRun(instanceId: string, once: OnceKey, send: OnceSend): Promise<Outcome> {
    const since = clock.now() - KEPT_FOR_MS
    const claimed = await findClaim(store.read, instanceId, once, since)
    if (claimed && claimed.body_hash !== once.bodyHash) throw problem('idempotency_mismatch')
    const message = claimed ? await findMessage(store.read, claimed.message) : null
    if (claimed && !(message && isUnasked(message))) {
      if (claimed.answer) return replay(JSON.parse(claimed.answer) as KeptReply)
      if (message) return { reply: await recall(send, message), isReplayed: true }
    }
    return { reply: await runAnew(instanceId, once, send), isReplayed: false }
  }

  async function runAnew(instanceId: string, once: OnceKey, send: OnceSend): Promise<SendReply> {
    let isClaimed = false
    try {
      const reply = await send.work(async (transaction, message) => {
        isClaimed = true
        await putClaim(transaction.sql, instanceId, once, message)
      })
      await keep(instanceId, once, { reply })
      return reply
    } catch (error) {
      if (isClaimed && error instanceof FormwireError) await settle(instanceId, once, error)
      throw error
    }
  }

  /** Only a call whose message certainly never left may be made again; of all others the claim stays. */
  async function settle(instanceId: string, once: OnceKey, { code, message, http }: FormwireError): Promise<void> {
    if (http === 500) await keep(instanceId, once, { error: { code, message } })
    else if (code === 'instance_not_connected' || code === 'number_invalid' || code === 'account_restricted') {
      await store.write(({ sql }) => dropClaim(sql, instanceId, once)).catch(() => {})
    }
  }

  /** Without it the answer is made anew from the message. */
  async function keep(instanceId: string, once: OnceKey, answer: KeptReply): Promise<void> {
    await store.write(({ sql }) => keepReply(sql, instanceId, once, answer)).catch(() => {})
  }

  return {
    async run(instanceId, { once, hold }, send) {
      if (once === null) return { reply: await send.work(async () => {}), isReplayed: false }
      insistVisible(once.key)
      const name = [instanceId, once.route, once.key].join(' ')
      const twin = inFlight.get(name)
      if (twin && twin.bodyHash !== once.bodyHash) throw problem('idempotency_mismatch')
      if (twin && !hold()) throw problem('too_many_waiting')
      if (twin) return shareOutcome(twin.outcome)
      const outcome = lookUpOrRun(instanceId, once, send)
      inFlight.set(name, { bodyHash: once.bodyHash, outcome })
      try {
        return await outcome
      } finally {
        inFlight.delete(name)
      }
    },
  }
}

function insistVisible(key: string): void {
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return
  const message = 'must be 1 to 255 visible ASCII characters'
  throw problemWith(
    { details: [{ path: 'Idempotency-Key', message }] },
    'request_invalid',
    `Idempotency-Key ${message}`,
  )
}

/** The message certainly never left, though it may have been told as `queued`: the call may be made again. */
function isUnasked({ state, failure_code: code }: Message): boolean {
  return state === 'failed' && (code === 'not_connected' || code === 'no_devices' || code === 'account_restricted')
}

/** A twin gets what the first call got. */
async function shareOutcome(first: Promise<Outcome>): Promise<Outcome> {
  try {
    return { ...(await first), isReplayed: true }
  } catch (error) {
    if (!(error instanceof FormwireError) || error.http !== 500) throw error
    throw new FormwireError(error.code, error.message, { headers: REPLAYED, cause: error })
  }
}

function replay(answer: KeptReply): Outcome {
  if ('reply' in answer) return { reply: answer.reply, isReplayed: true }
  throw new FormwireError(answer.error.code, answer.error.message, { headers: REPLAYED })
}

async function recall(send: OnceSend, message: Message): Promise<SendReply> {
  if (message.state !== 'failed') return send.recall(message)
  const { message: text } = problem('send_failed', message.failure_message ?? 'WhatsApp refused it')
  throw new FormwireError('send_failed', text, { headers: REPLAYED })
}

const REPLAYED = { 'Idempotency-Replayed': 'true' }

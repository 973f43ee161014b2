import type { Clock } from '../kernel/clock.ts'
import type { Random } from '../kernel/id.ts'
import type { Store, Transaction } from '../platform/db/store.ts'
import type { AttemptOutcome, Tried } from './attempt.ts'
import type { CallsUnderWay } from './calls-under-way.ts'
import { cancelSome, cancelWaiting } from './cancel-waiting.ts'
import type { DeliveryCounts } from './counts.ts'
import { judge, type Verdict } from './domain/verdict.ts'
import type { Echoes } from './echoes.ts'
import { followFailing, type PauseWebhookDeps } from './pause-webhook.ts'
import { updateWebhook } from './store.ts'
import { findCountsOf, logAttempts } from './store-attempts.ts'
import { findLetter, updatePending } from './store-deliveries.ts'
import { isAsCalled } from './store-webhooks.ts'

export interface RecordAttemptDeps extends PauseWebhookDeps {
  store: Pick<Store, 'write'>
  clock: Clock
  random: Random
  echoes: Pick<Echoes, 'isErased'>
  underWay: Pick<CallsUnderWay, 'webhookEnded'>
  counts?: DeliveryCounts | undefined
}

/** The delivery that was attempted. */
export interface Attempted {
  id: string
  webhookId: string
}

/** What is written down: the other outcomes change nothing. */
export type Recorded = Exclude<AttemptOutcome, { type: 'interrupted' | 'held' | 'faulted' }>

/**
 * Writes down what an attempt came to, with its log, and resolves when it is durable. A 410 switches the webhook off, and
 * breaks off its other calls. How often it was tried before is read there and then: a replay may have begun anew meanwhile.
 */
export async function recordAttempt(deps: RecordAttemptDeps, delivery: Attempted, outcome: Recorded): Promise<Verdict> {
  const now = deps.clock.now()
  if (outcome.type === 'gone') {
    return deps.store.write(async (transaction): Promise<Verdict> => {
      // It was replayed since we looked.
      if (await findLetter(transaction.sql, delivery.id)) return { type: 'retry', at: now }
      const isKept = await updatePending(transaction.sql, delivery.id, { state: 'cancelled', finished_at: now })
      if (isKept) transaction.afterCommit(() => deps.counts?.cancelled(1))
      return { type: 'dead' }
    })
  }
  const spread = chance(deps.random)
  const verdict = await deps.store.write(async (transaction): Promise<Verdict> => {
    const { sql } = transaction
    const known = (await findCountsOf(sql, [delivery.id])).get(delivery.id)
    // Its instance was deleted meanwhile.
    if (!known) return { type: 'dead' }
    const { at, status, error, tookMs } = outcome
    const attempts = known.attempts + 1
    const verdict = await judgeNow(transaction, delivery, outcome, (seen) => judge(seen, attempts, now, spread))
    const seen = { attempts, last_status: status, last_error: error }
    if (await keep(deps, transaction, delivery, verdict, seen, now)) {
      const ageMs = known.ever === known.attempts ? now - known.madeAt : null
      transaction.afterCommit(() => deps.counts?.attempted(OUTCOMES[verdict.type], tookMs, ageMs))
    }
    await followFailing(deps, transaction, { webhookId: delivery.webhookId, verdict: verdict.type, now })
    const response = deps.echoes.isErased(delivery.id) ? null : outcome.response
    const tried = { at, took_ms: tookMs, status, error, response }
    await logAttempts(sql, [{ delivery_id: delivery.id, number: known.ever + 1, ...tried }])
    return verdict
  })
  const about = { webhookId: delivery.webhookId, deliveryId: delivery.id, status: outcome.status }
  if (verdict.type === 'dead') deps.log.warn(about, 'a delivery was given up after its last attempt')
  if (verdict.type === 'gone') await cancelWaiting(deps, delivery.webhookId)
  if (verdict.type === 'gone') deps.log.warn(about, 'a webhook was switched off by its receiver')
  return verdict
}

const UNPAUSED = { paused_at: null, pause_reason: null }

const OUTCOMES = { delivered: 'delivered', retry: 'failed', dead: 'dead', gone: 'dead' } as const

/** An address that its webhook does not have any more cannot switch it off: the next attempt asks the new one. */
async function judgeNow(
  { sql }: Transaction,
  { webhookId }: Attempted,
  outcome: Tried,
  judged: (outcome: Tried) => Verdict,
): Promise<Verdict> {
  const verdict = judged(outcome)
  if (verdict.type !== 'gone' || (await isAsCalled(sql, webhookId, outcome.webhook))) return verdict
  return judged({ ...outcome, status: null })
}

/** False: it was cancelled meanwhile. */
async function keep(
  deps: Pick<RecordAttemptDeps, 'underWay' | 'counts'>,
  transaction: Transaction,
  { id, webhookId }: Attempted,
  verdict: Verdict,
  seen: { attempts: number; last_status: number | null; last_error: string | null },
  now: number,
): Promise<boolean> {
  const { sql } = transaction
  switch (verdict.type) {
    case 'delivered':
      return updatePending(sql, id, { ...seen, state: 'delivered', finished_at: now })
    case 'retry':
      return updatePending(sql, id, { ...seen, next_attempt_at: verdict.at })
    case 'dead':
      return updatePending(sql, id, { ...seen, state: 'dead', finished_at: now })
    case 'gone': {
      const isKept = await updatePending(sql, id, { ...seen, state: 'dead', finished_at: now })
      await updateWebhook(sql, webhookId, { enabled: 0, failing_since: null, ...UNPAUSED, updated_at: now })
      transaction.afterCommit(() => deps.underWay.webhookEnded(webhookId))
      await cancelSome(deps, transaction, webhookId, now)
      return isKept
    }
  }
}

function chance(random: Random): number {
  const [high = 0, low = 0] = random.bytes(2)
  return (high * 256 + low) / 65_536
}

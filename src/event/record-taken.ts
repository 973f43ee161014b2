import { setImmediate as nextTurn } from 'node:timers/promises'
import { FormwireError } from '../kernel/errors.ts'
import type { Tried } from './attempt.ts'
import type { Verdict } from './domain/verdict.ts'
import { isSuccess } from './domain/verdict.ts'
import { followFailing } from './pause-webhook.ts'
import { type Attempted, type RecordAttemptDeps, type Recorded, recordAttempt } from './record-attempt.ts'
import { findCountsOf, logAttempts } from './store-attempts.ts'
import { markDelivered } from './store-deliveries.ts'

/** Writes down what an attempt came to, and resolves when it is durable: as `recordAttempt`. */
export type Record = (delivery: Attempted, outcome: Recorded) => Promise<Verdict>

interface Taken {
  delivery: Attempted
  outcome: Tried
  resolve(verdict: Verdict): void
  reject(error: unknown): void
}

/** In one statement at most. */
const MOST_AT_ONCE = 100

/**
 * What receivers took is most of all, and is written down together: what has gathered while the last of it was being
 * written, in three statements however many there are. Which belong together is settled before their transaction begins:
 * an erasure in front of them in the same commit has to find their calls under way.
 */
export function createRecorder(deps: RecordAttemptDeps): Record {
  let waiting: Taken[] = []
  let isWriting = false

  async function writeAll(): Promise<void> {
    isWriting = true
    while (waiting.length > 0) {
      await nextTurn()
      const batch = waiting.slice(0, MOST_AT_ONCE)
      waiting = waiting.slice(MOST_AT_ONCE)
      await writeBatch(batch)
    }
    isWriting = false
  }

  async function writeBatch(batch: readonly Taken[]): Promise<void> {
    try {
      await recordTaken(deps, batch)
      for (const { resolve } of batch) resolve({ type: 'delivered' })
    } catch (error) {
      if (batch.length > 1 && !(error instanceof FormwireError)) return writeAlone(batch)
      for (const { reject } of batch) reject(error)
    }
  }

  /** One of them cannot be written: that is no fault of the others. */
  async function writeAlone(batch: readonly Taken[]): Promise<void> {
    await Promise.all(
      batch.map(({ delivery, outcome, resolve, reject }) =>
        recordAttempt(deps, delivery, outcome).then(resolve, reject),
      ),
    )
  }

  return (delivery, outcome) => {
    if (outcome.type !== 'tried' || !isSuccess(outcome.status)) return recordAttempt(deps, delivery, outcome)
    return new Promise((resolve, reject) => {
      waiting.push({ delivery, outcome, resolve, reject })
      if (!isWriting) void writeAll()
    })
  }
}

async function recordTaken(deps: RecordAttemptDeps, batch: readonly Taken[]): Promise<void> {
  const now = deps.clock.now()
  await deps.store.write(async (transaction) => {
    const { sql } = transaction
    const known = await findCountsOf(
      sql,
      batch.map(({ delivery }) => delivery.id),
    )
    // Of instances that were deleted meanwhile nothing is there.
    const kept = batch.flatMap(({ delivery, outcome }) => {
      const counts = known.get(delivery.id)
      return counts ? [{ delivery, outcome, counts }] : []
    })
    if (kept.length === 0) return
    const pending = kept.filter(({ counts }) => counts.isPending)
    for (const status of new Set(pending.map(({ outcome }) => outcome.status))) {
      const ids = pending.filter(({ outcome }) => outcome.status === status).map(({ delivery }) => delivery.id)
      await markDelivered(sql, ids, { last_status: status, last_error: null, finished_at: now })
    }
    transaction.afterCommit(() => {
      for (const { outcome, counts } of pending) {
        const ageMs = counts.ever === counts.attempts ? now - counts.madeAt : null
        deps.counts?.attempted('delivered', outcome.tookMs, ageMs)
      }
    })
    for (const webhookId of new Set(kept.map(({ delivery }) => delivery.webhookId)))
      await followFailing(deps, transaction, { webhookId, verdict: 'delivered', now })
    await logAttempts(
      sql,
      kept.map(({ delivery, outcome, counts }) => {
        const { at, tookMs, status, error } = outcome
        const response = deps.echoes.isErased(delivery.id) ? null : outcome.response
        return { delivery_id: delivery.id, number: counts.ever + 1, at, took_ms: tookMs, status, error, response }
      }),
    )
  })
}

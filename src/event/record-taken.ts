import { setImmediate as nextTurn } from 'node:timers/promises'
import { FormwireError } from '../kernel/errors.ts'
import type { Tried } from './attempt.ts'
import type { Verdict } from './domain/verdict.ts'
import { isSuccess } from './domain/verdict.ts'
import { followFailing } from './pause-webhook.ts'
import { type Attempted, type RecordAttemptDeps, type Recorded, recordAttempt } from './record-attempt.ts'
import { type Counts, findCountsOf, logAttempts } from './store-attempts.ts'
import { markDelivered } from './store-deliveries.ts'

/** Writes down what an attempt came to, and resolves when it is durable: as `recordAttempt`. */
export type RecordOutcome = (delivery: Attempted, outcome: Recorded) => Promise<Verdict>

interface Taken {
  delivery: Attempted
  outcome: Tried
  resolve(verdict: Verdict): void
  reject(error: unknown): void
}

/** Fewer than one webhook may have waiting: it goes on calling meanwhile. */
const MOST_AT_ONCE = 48

/**
 * What receivers took is most of all, and is written down together: what has gathered while the last of it was being
 * written, in two statements however many there are. Which belong together is settled before their transaction begins:
 * an erasure in front of them in the same commit has to find their calls under way.
 */
export function createRecorder(deps: RecordAttemptDeps): RecordOutcome {
  let waiting: Taken[] = []
  let isWriting = false

  async function writeAll(): Promise<void> {
    isWriting = true
    while (waiting.length > 0) {
      await gather()
      const batch = waiting.slice(0, MOST_AT_ONCE)
      waiting = waiting.slice(MOST_AT_ONCE)
      await writeBatch(batch)
    }
    isWriting = false
  }

  /** As long as each turn brings more, a commit would only cut them in two. */
  async function gather(): Promise<void> {
    for (let before = 0; before < waiting.length && before < MOST_AT_ONCE; ) {
      before = waiting.length
      await nextTurn()
    }
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
    const known = new Map<string, Counts>()
    for (const status of new Set(batch.map(({ outcome }) => outcome.status))) {
      const ids = idsOf(batch.filter(({ outcome }) => outcome.status === status))
      const seen = { last_status: status, last_error: null, finished_at: now }
      for (const [id, counts] of await markDelivered(sql, ids, seen)) known.set(id, counts)
    }
    const marked = batch.filter(({ delivery }) => known.has(delivery.id))
    transaction.afterCommit(() => {
      for (const { delivery, outcome } of marked) count(deps, outcome, known.get(delivery.id), now)
    })
    // Those that were cancelled meanwhile; of instances that were deleted nothing is there.
    const others = idsOf(batch.filter(({ delivery }) => !known.has(delivery.id)))
    if (others.length > 0) for (const [id, counts] of await findCountsOf(sql, others)) known.set(id, counts)
    const kept = batch.filter(({ delivery }) => known.has(delivery.id))
    for (const webhookId of new Set(kept.map(({ delivery }) => delivery.webhookId)))
      await followFailing(deps, transaction, { webhookId, verdict: 'delivered', now })
    const attempts = kept.map(({ delivery, outcome }) => {
      const { at, tookMs, status, error } = outcome
      const response = deps.echoes.isErased(delivery.id) ? null : outcome.response
      const number = (known.get(delivery.id)?.ever ?? 0) + 1
      return { delivery_id: delivery.id, number, at, took_ms: tookMs, status, error, response }
    })
    if (attempts.length > 0) await logAttempts(sql, attempts)
  })
}

function idsOf(batch: readonly Taken[]): string[] {
  return batch.map(({ delivery }) => delivery.id)
}

function count({ counts }: RecordAttemptDeps, { tookMs }: Tried, known: Counts | undefined, now: number): void {
  if (known) counts?.attempted('delivered', tookMs, known.ever === known.attempts ? now - known.madeAt : null)
}

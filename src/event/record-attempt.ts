import type { Clock } from '../kernel/clock.ts'
import type { Random } from '../kernel/id.ts'
import type { Store, Transaction } from '../platform/db/store.ts'
import type { Log } from '../platform/log.ts'
import type { AttemptOutcome } from './attempt.ts'
import { judge, type Verdict } from './domain/verdict.ts'
import { updateWebhook } from './store.ts'
import { cancelPending, updatePending } from './store-deliveries.ts'

export interface RecordAttemptDeps {
  store: Pick<Store, 'write'>
  clock: Clock
  random: Random
  log: Log
}

/** The delivery that was attempted. */
export interface Attempted {
  id: string
  webhookId: string
  /** Attempts before this one. */
  attempts: number
}

/** Writes down what an attempt came to, and resolves when it is durable. A 410 switches the webhook off. */
export async function recordAttempt(
  deps: RecordAttemptDeps,
  delivery: Attempted,
  outcome: Exclude<AttemptOutcome, { type: 'interrupted' }>,
): Promise<Verdict> {
  const now = deps.clock.now()
  if (outcome.type === 'gone') {
    const change = { state: 'cancelled' as const, finished_at: now }
    await deps.store.write(({ sql }) => updatePending(sql, delivery.id, change))
    return { type: 'dead' }
  }
  const attempts = delivery.attempts + 1
  const verdict = judge(outcome, attempts, now, chance(deps.random))
  const seen = { attempts, last_status: outcome.status, last_error: outcome.error }
  await deps.store.write((transaction) => keep(transaction, delivery, verdict, seen, now))
  const about = { webhookId: delivery.webhookId, deliveryId: delivery.id, status: outcome.status }
  if (verdict.type === 'dead') deps.log.warn(about, 'a delivery was given up after its last attempt')
  if (verdict.type === 'gone') deps.log.warn(about, 'a webhook was switched off by its receiver')
  return verdict
}

async function keep(
  { sql }: Transaction,
  { id, webhookId }: Attempted,
  verdict: Verdict,
  seen: { attempts: number; last_status: number | null; last_error: string | null },
  now: number,
): Promise<void> {
  switch (verdict.type) {
    case 'delivered':
      return updatePending(sql, id, { ...seen, state: 'delivered', finished_at: now })
    case 'retry':
      return updatePending(sql, id, { ...seen, next_attempt_at: verdict.at })
    case 'dead':
      return updatePending(sql, id, { ...seen, state: 'dead', finished_at: now })
    case 'gone':
      await updatePending(sql, id, { ...seen, state: 'dead', finished_at: now })
      await updateWebhook(sql, webhookId, { enabled: 0, updated_at: now })
      return cancelPending(sql, webhookId, now)
  }
}

function chance(random: Random): number {
  const [high = 0, low = 0] = random.bytes(2)
  return (high * 256 + low) / 65_536
}

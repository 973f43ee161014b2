import type { Clock } from '../kernel/clock.ts'
import type { Random } from '../kernel/id.ts'
import type { Store, Transaction } from '../platform/db/store.ts'
import type { Log } from '../platform/log.ts'
import type { AttemptOutcome } from './attempt.ts'
import { judge, type Verdict } from './domain/verdict.ts'
import { updateWebhook } from './store.ts'
import { cancelPending, type Delivery, updatePending } from './store-deliveries.ts'

export interface RecordAttemptDeps {
  store: Pick<Store, 'write'>
  clock: Clock
  random: Random
  log: Log
}

/** Writes down what an attempt came to, and resolves when it is durable. A 410 switches the webhook off. */
export async function recordAttempt(
  deps: RecordAttemptDeps,
  delivery: Delivery,
  outcome: Exclude<AttemptOutcome, { type: 'interrupted' }>,
): Promise<void> {
  const now = deps.clock.now()
  if (outcome.type === 'gone') {
    const change = { state: 'cancelled' as const, finished_at: now, last_error: 'event_gone' }
    await deps.store.write(({ sql }) => updatePending(sql, delivery.id, change))
    return
  }
  const attempts = delivery.attempts + 1
  const verdict = judge(outcome, attempts, now, chance(deps.random))
  const seen = { attempts, last_status: outcome.status, last_error: outcome.error }
  await deps.store.write((transaction) => keep(transaction, delivery, verdict, seen, now))
  const about = { instanceId: delivery.instance_id, deliveryId: delivery.id, status: outcome.status }
  if (verdict.type === 'dead') deps.log.warn(about, 'a delivery was given up after its last attempt')
  if (verdict.type === 'gone') deps.log.warn(about, 'a webhook was switched off by its receiver')
}

async function keep(
  { sql }: Transaction,
  delivery: Delivery,
  verdict: Verdict,
  seen: { attempts: number; last_status: number | null; last_error: string | null },
  now: number,
): Promise<void> {
  switch (verdict.type) {
    case 'delivered':
      return updatePending(sql, delivery.id, { ...seen, state: 'delivered', finished_at: now })
    case 'retry':
      return updatePending(sql, delivery.id, { ...seen, next_attempt_at: verdict.at })
    case 'dead':
      return updatePending(sql, delivery.id, { ...seen, state: 'dead', finished_at: now })
    case 'gone':
      await updatePending(sql, delivery.id, { ...seen, state: 'dead', finished_at: now })
      await updateWebhook(sql, delivery.webhook_id, { enabled: 0, updated_at: now })
      return cancelPending(sql, delivery.webhook_id, now)
  }
}

function chance(random: Random): number {
  const [high = 0, low = 0] = random.bytes(2)
  return (high * 256 + low) / 65_536
}

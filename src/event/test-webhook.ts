import { toIso } from '../kernel/clock.ts'
import { problem } from '../kernel/errors.ts'
import { deliveryId, type Random } from '../kernel/id.ts'
import type { Store, Transaction } from '../platform/db/store.ts'
import { type AttemptDeps, type AttemptOutcome, attemptOnce } from './attempt.ts'
import type { KeptEvent } from './domain/envelope.ts'
import { isSuccess } from './domain/verdict.ts'
import type { Outbox } from './outbox.ts'
import { type DeliveryFile, readDelivery } from './read-delivery.ts'
import { findWebhook, type Webhook } from './store.ts'
import { logAttempts } from './store-attempts.ts'
import { insertDeliveries } from './store-deliveries.ts'

export interface TestWebhookDeps extends AttemptDeps {
  store: Pick<Store, 'read' | 'write'>
  random: Random
  outbox: Pick<Outbox, 'keep'>
}

/**
 * Posts one `webhook.test` to a webhook, past its queue, and waits for what comes of it, at most 16 seconds. It is written
 * down as a delivery only then, so that nothing tries it again; what comes of it says nothing about the endpoint's health.
 * @throws webhook_not_found, webhook_switched_off, internal_error when our own store could not be read
 */
export async function testWebhook(
  deps: TestWebhookDeps,
  instanceId: string,
  label: string,
  hungUp: AbortSignal,
): Promise<DeliveryFile> {
  const { store, clock } = deps
  const webhook = await findWebhook(store.read, instanceId, label)
  if (!webhook) throw problem('webhook_not_found')
  if (webhook.enabled !== 1) throw problem('webhook_switched_off')
  const data = { label, timestamp: toIso(clock.now()) }
  const announcement = { instanceId, event: { type: 'webhook.test' as const, data }, orderKey: null, messageId: null }
  const event = await store.write((transaction) => deps.outbox.keep(transaction, announcement))
  const letter = async () => {
    const now = await findWebhook(store.read, instanceId, label)
    return now?.enabled === 1 ? { webhook: now, event } : null
  }
  const outcome = await attemptOnce(deps, { eventId: event.id }, letter, hungUp)
  if (outcome.type === 'faulted') throw problem('internal_error')
  const id = await store.write((transaction) => keepDelivery(deps, transaction, webhook, event, outcome))
  return readDelivery(deps, instanceId, id)
}

async function keepDelivery(
  { clock, random }: TestWebhookDeps,
  { sql }: Transaction,
  webhook: Webhook,
  event: KeptEvent,
  outcome: AttemptOutcome,
): Promise<string> {
  if (!(await findWebhook(sql, webhook.instance_id, webhook.label))) throw problem('webhook_not_found')
  const id = deliveryId(event.at, event.seq, 0, random)
  const now = clock.now()
  const tried = outcome.type === 'tried' ? outcome : null
  await insertDeliveries(sql, [
    {
      id,
      instance_id: webhook.instance_id,
      webhook_id: webhook.id,
      event_seq: event.seq,
      event_id: event.id,
      event_type: event.type,
      order_key: null,
      message_id: null,
      state: !tried ? 'cancelled' : isSuccess(tried.status) ? 'delivered' : 'dead',
      attempts: tried ? 1 : 0,
      next_attempt_at: now,
      last_status: tried?.status ?? null,
      last_error: tried?.error ?? null,
      created_at: event.at,
      finished_at: now,
    },
  ])
  if (tried) {
    const { at, tookMs, status, error, response } = tried
    await logAttempts(sql, [{ delivery_id: id, number: 1, at, took_ms: tookMs, status, error, response }])
  }
  return id
}

import type { Clock } from '../kernel/clock.ts'
import type { Announcement, DomainEvent } from '../kernel/event.ts'
import { deliveryId, eventId, type Random } from '../kernel/id.ts'
import type { Transaction } from '../platform/db/store.ts'
import type { KeptEvent } from './domain/envelope.ts'
import { isWanted, parseTypes } from './domain/wanted.ts'
import { findEnabled, findLastSequence, insertEvent } from './store.ts'
import { insertDeliveries } from './store-deliveries.ts'

export interface OutboxDeps {
  clock: Clock
  /** By which deliveries become due. */
  steady: Clock
  random: Random
  /** Told after the commit, in commit order, of every event. */
  onEvent(event: KeptEvent): void
  /** Told after the commit which webhooks have something new to deliver, and since when: Unix milliseconds. */
  onDeliveries(webhookIds: readonly string[], from: number): void
}

export interface Outbox {
  /** Puts an event, and a delivery for each webhook that wants it, into the transaction of the fact that it tells. */
  announce(transaction: Transaction, announcement: Announcement): Promise<void>
  /** Keeps an event that no webhook gets by itself; WebSockets that name its type do. */
  keep(transaction: Transaction, announcement: Announcement): Promise<KeptEvent>
}

/**
 * Makes the outbox of the store's one owner. Sequences are given in memory, inside the transaction: units run one
 * after another, so ids grow in commit order; a unit that is rolled back leaves a gap.
 */
export function createOutbox(deps: OutboxDeps): Outbox {
  const { clock, random } = deps
  let last: number | null = null

  async function keep(
    transaction: Transaction,
    { instanceId, event, orderKey, messageId }: Announcement,
  ): Promise<KeptEvent> {
    const { sql } = transaction
    last ??= await findLastSequence(sql)
    last += 1
    const [seq, at, data] = [last, clock.now(), JSON.stringify(event.data)]
    const kept = { seq, id: eventId(seq, random), instanceId, type: event.type, at, data }
    const { id, type } = kept
    const about = { order_key: orderKey, message_id: messageId }
    await insertEvent(sql, { seq, id, instance_id: instanceId, type, at, data, ...about })
    transaction.afterCommit(() => deps.onEvent(kept))
    return kept
  }

  return {
    keep,
    async announce(transaction, announcement) {
      const { sql } = transaction
      const { instanceId, orderKey, messageId } = announcement
      const { seq, id, type } = await keep(transaction, announcement)
      const at = deps.steady.now()
      const webhooks = await findEnabled(sql, instanceId)
      const wanting = webhooks.filter(
        (webhook) => isWanted(parseTypes(webhook.events), type) && !isOfItself(announcement.event, webhook.label),
      )
      if (wanting.length === 0) return
      const deliveries = wanting.map((webhook, place) => ({
        id: deliveryId(at, seq, place, random),
        instance_id: instanceId,
        webhook_id: webhook.id,
        event_seq: seq,
        event_id: id,
        event_type: type,
        order_key: orderKey,
        message_id: messageId,
        state: 'pending' as const,
        next_attempt_at: at,
        last_status: null,
        last_error: null,
        created_at: at,
        finished_at: null,
      }))
      await insertDeliveries(sql, deliveries)
      const webhookIds = wanting.map((webhook) => webhook.id)
      transaction.afterCommit(() => deps.onDeliveries(webhookIds, at))
    },
  }
}

/** That a webhook is paused is told to the others. */
function isOfItself(event: DomainEvent, label: string): boolean {
  return event.type === 'webhook.paused' && event.data.label === label
}

import type { Clock } from '../kernel/clock.ts'
import type { Announcement } from '../kernel/event.ts'
import { eventId, newId, type Random } from '../kernel/id.ts'
import type { Transaction } from '../platform/db/store.ts'
import type { KeptEvent } from './domain/envelope.ts'
import { isWanted, parseTypes } from './domain/wanted.ts'
import { findEnabled, findLastSequence, insertEvent } from './store.ts'
import { insertDeliveries } from './store-deliveries.ts'

export interface OutboxDeps {
  clock: Clock
  random: Random
  /** Told after the commit, in commit order, of every event. */
  onEvent(event: KeptEvent): void
  /** Told after the commit which webhooks have something new to deliver. */
  onDeliveries(webhookIds: readonly string[]): void
}

export interface Outbox {
  /** Puts an event, and a delivery for each webhook that wants it, into the transaction of the fact that it tells. */
  announce(transaction: Transaction, announcement: Announcement): Promise<void>
}

/**
 * Makes the outbox of the store's one owner. Sequences are given in memory, inside the transaction: units run one
 * after another, so ids grow in commit order; a unit that is rolled back leaves a gap.
 */
export function createOutbox(deps: OutboxDeps): Outbox {
  const { clock, random } = deps
  let last: number | null = null

  return {
    async announce(transaction, { instanceId, event, orderKey, messageId }) {
      const { sql } = transaction
      last ??= await findLastSequence(sql)
      last += 1
      const now = clock.now()
      const kept = { seq: last, id: eventId(last, random), instanceId, type: event.type, at: now }
      const data = JSON.stringify(event.data)
      const { seq, id, type } = kept
      await insertEvent(sql, {
        seq,
        id,
        instance_id: instanceId,
        type,
        at: now,
        data,
        order_key: orderKey,
        message_id: messageId,
      })
      const webhooks = await findEnabled(sql, instanceId)
      const wanting = webhooks.filter((webhook) => isWanted(parseTypes(webhook.events), type))
      if (wanting.length > 0) {
        const deliveries = wanting.map((webhook) => ({
          id: newId('dlv', now, random),
          instance_id: instanceId,
          webhook_id: webhook.id,
          event_seq: seq,
          event_id: id,
          event_type: type,
          order_key: orderKey,
          message_id: messageId,
          state: 'pending' as const,
          next_attempt_at: now,
          last_status: null,
          last_error: null,
          created_at: now,
          finished_at: null,
        }))
        await insertDeliveries(sql, deliveries)
      }
      transaction.afterCommit(() => {
        deps.onEvent({ ...kept, data })
        if (wanting.length > 0) deps.onDeliveries(wanting.map((webhook) => webhook.id))
      })
    },
  }
}

import type { Clock } from '../kernel/clock.ts'
import type { ErasedEvents } from '../kernel/event.ts'
import type { Transaction } from '../platform/db/store.ts'
import type { CallsUnderWay } from './calls-under-way.ts'
import { withoutValues } from './domain/without-values.ts'
import type { Echoes } from './echoes.ts'
import { blankResponses } from './store-attempts.ts'
import { cancelEvents, dropOrder, findDeliveriesOf, findEventsOf, findPayload, keepPayload } from './store-erase.ts'

export interface BlankEventsDeps {
  clock: Clock
  echoes: Pick<Echoes, 'erased'>
  underWay: Pick<CallsUnderWay, 'eventsErased'>
}

/**
 * Erases what events tell of a message, in the transaction that erases the message. Deliveries of what is erased are
 * cancelled, wherever they wait, and their calls broken off; events that only quote it still go out, without the quote.
 * What receivers answered to any of them goes too, for they echo what they get.
 */
export async function blankEvents(
  { clock, echoes, underWay }: BlankEventsDeps,
  transaction: Transaction,
  erased: ErasedEvents,
): Promise<void> {
  const { sql } = transaction
  const events = await findEventsOf(sql, erased)
  for (const { seq, type } of events) {
    const stored = await findPayload(sql, seq)
    const data = withoutValues(type, stored, erased.blanking)
    if (data !== stored) await keepPayload(sql, seq, data)
  }
  const seqs = events.map(({ seq }) => seq)
  if (seqs.length === 0) return
  const deliveryIds = await findDeliveriesOf(sql, seqs)
  if (deliveryIds.length > 0) await blankResponses(sql, deliveryIds)
  // Now, for what is written down behind us in this commit; and after it, for calls that still read the old body.
  echoes.erased(deliveryIds)
  transaction.afterCommit(() => {
    echoes.erased(deliveryIds)
    underWay.eventsErased(seqs, erased.blanking !== 'quote')
  })
  if (erased.blanking === 'quote') return
  await cancelEvents(sql, seqs, clock.now())
  if (erased.blanking === 'person') await dropOrder(sql, seqs)
}

import type { Clock } from '../kernel/clock.ts'
import type { ErasedEvents } from '../kernel/event.ts'
import type { Transaction } from '../platform/db/store.ts'
import { withoutValues } from './domain/without-values.ts'
import type { Echoes } from './echoes.ts'
import { blankResponses } from './store-attempts.ts'
import { cancelEvents, dropOrder, findDeliveriesOf, findEventsOf, findPayload, keepPayload } from './store-erase.ts'

/**
 * Erases what events tell of a message, in the transaction that erases the message. Deliveries of what is erased are
 * cancelled, wherever they wait; events that only quote it still go out, without the quote. What receivers answered to
 * any of them goes too, for they echo what they get.
 */
export async function blankEvents(
  { clock, echoes }: { clock: Clock; echoes: Pick<Echoes, 'erased'> },
  { sql }: Transaction,
  erased: ErasedEvents,
): Promise<void> {
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
  echoes.erased(deliveryIds)
  if (erased.blanking === 'quote') return
  await cancelEvents(sql, seqs, clock.now())
  if (erased.blanking === 'person') await dropOrder(sql, seqs)
}

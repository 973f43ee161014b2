import { problem } from '../kernel/errors.ts'
import type { Sql } from '../platform/db/store.ts'
import { type AttemptView, type DeliveryView, viewAttempt, viewDelivery } from './delivery-view.ts'
import { targetOf, writeEnvelope } from './domain/envelope.ts'
import type { WordsOf } from './instance-words.ts'
import { findAttempts } from './store-attempts.ts'
import { findKeptEvent } from './store-deliveries.ts'
import { findDelivery } from './store-list.ts'

export interface ReadDeliveryDeps {
  store: { read: Sql }
  wordsOf: WordsOf
}

/** A delivery with everything that is known of it. */
export interface DeliveryFile extends DeliveryView {
  /** Where it is posted; null while its webhook has no address. */
  url: string | null
  /** The envelope as it is posted now, but for the token; null when the event is no longer kept. */
  body: string | null
  log: AttemptView[]
}

const MASK = '***'

/**
 * What is sent, where to, and what came of each attempt. The instance's token, where the operator has put it into
 * envelopes, is masked: who only looks needs no credential.
 * @throws delivery_not_found
 */
export async function readDelivery(deps: ReadDeliveryDeps, instanceId: string, id: string): Promise<DeliveryFile> {
  const { read } = deps.store
  const delivery = await findDelivery(read, instanceId, id)
  if (!delivery) throw problem('delivery_not_found')
  const event = await findKeptEvent(read, delivery.event_seq)
  const words = await deps.wordsOf(instanceId)
  const shown = words && { ...words, ...(words.token === undefined ? {} : { token: MASK }) }
  return {
    ...viewDelivery(delivery),
    url: delivery.url === '' ? null : targetOf(delivery.url, delivery.by_events === 1, delivery.event_type),
    body: event && shown && writeEnvelope(event, shown),
    log: (await findAttempts(read, delivery.id)).map(viewAttempt),
  }
}

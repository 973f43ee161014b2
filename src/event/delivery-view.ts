import { toIso } from '../kernel/clock.ts'
import type { LoggedAttempt } from './store-attempts.ts'
import type { Delivery } from './store-deliveries.ts'

/** A delivery as lists show it. */
export interface DeliveryView {
  id: string
  eventId: string
  event: string
  label: string
  state: Delivery['state']
  attempts: number
  nextAttemptAt: string | null
  lastStatus: number | null
  lastError: string | null
  createdAt: string
  messageId: string | null
}

/** One attempt. `ms`: until the status, or until there was none. */
export interface AttemptView {
  at: string
  ms: number
  status: number | null
  error: string | null
  response: string | null
}

export function viewDelivery(delivery: Delivery & { label: string }): DeliveryView {
  return {
    id: delivery.id,
    eventId: delivery.event_id,
    event: delivery.event_type,
    label: delivery.label,
    state: delivery.state,
    attempts: delivery.attempts,
    nextAttemptAt: delivery.state === 'pending' ? toIso(delivery.next_attempt_at) : null,
    lastStatus: delivery.last_status,
    lastError: delivery.last_error,
    createdAt: toIso(delivery.created_at),
    messageId: delivery.message_id,
  }
}

export function viewAttempt({ at, took_ms: ms, status, error, response }: LoggedAttempt): AttemptView {
  return { at: toIso(at), ms, status, error, response }
}

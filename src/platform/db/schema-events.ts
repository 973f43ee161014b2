import type { Generated } from 'kysely'

export interface EventTable {
  /** Given by the store's owner, in commit order. */
  seq: number
  id: string
  instance_id: string
  type: string
  at: number
  /** JSON of the envelope's `data`. */
  data: string
  order_key: string | null
  message_id: string | null
}

export interface WebhookTable {
  id: string
  instance_id: string
  label: string
  enabled: number
  url: string
  sealed_authorization: Uint8Array | null
  by_events: number
  /** JSON: the event types in the caller's order. */
  events: string
  media_base64: number
  sealed_secret: Uint8Array
  created_at: number
  updated_at: number
  /** The secrets that rotations replaced and that still sign, the last of them until then. */
  sealed_previous_secret: Uint8Array | null
  previous_secret_until: number | null
  /** Since when every attempt has failed; null while the last one succeeded. */
  failing_since: number | null
  /** When it was paused; null while it is not. */
  paused_at: number | null
  /** Why; null while it is not paused, and for those paused for their failures before this was kept. */
  pause_reason: 'five_days_of_failures' | 'by_hand' | null
}

export interface WebsocketTable {
  instance_id: string
  enabled: number
  events: string
  media_base64: number
}

export interface DeliveryTable {
  id: string
  instance_id: string
  webhook_id: string
  event_seq: number
  event_id: string
  event_type: string
  order_key: string | null
  message_id: string | null
  state: 'pending' | 'delivered' | 'dead' | 'cancelled'
  attempts: Generated<number>
  next_attempt_at: number
  last_status: number | null
  last_error: string | null
  created_at: number
  finished_at: number | null
}

/** One attempt of a delivery. `number` counts from 1, over every replay. */
export interface AttemptTable {
  delivery_id: string
  number: number
  at: number
  took_ms: number
  status: number | null
  /** A fixed word; null when a status came. */
  error: string | null
  /** How the answer begins, at most 4 KiB; null when none came or it was erased. */
  response: string | null
}

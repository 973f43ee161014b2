import type { Webhook } from './webhook-calls.ts'

/** How a webhook is. */
export type WebhookState =
  | { type: 'on' }
  /** Every attempt since then failed. */
  | { type: 'failing'; since: string }
  | { type: 'paused-by-hand'; since: string }
  | { type: 'paused-for-failures'; since: string; failingSince: string | null }
  | { type: 'off' }
  /** Its receiver answered 410: it is off, and its address is still there. */
  | { type: 'gone' }

/** Pure. */
export function stateOf({
  enabled,
  url,
  paused,
  pausedAt,
  pausedReason,
  failingSince,
  updatedAt,
}: Webhook): WebhookState {
  if (!enabled) return { type: url === '' ? 'off' : 'gone' }
  const since = pausedAt ?? updatedAt
  if (paused && pausedReason === 'by_hand') return { type: 'paused-by-hand', since }
  if (paused) return { type: 'paused-for-failures', since, failingSince }
  return failingSince === null ? { type: 'on' } : { type: 'failing', since: failingSince }
}

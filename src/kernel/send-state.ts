/**
 * What became of a send. One union everywhere: messages, forms, HTTP, events.
 *
 *   queued → sending → sent → delivered → read → answered
 *                  └→ failed | unknown        expired (forms whose time ran out)
 *
 * `unknown`: WhatsApp was asked, then this process died or the connection broke: it may have gone out. A later
 * verdict, receipt or answer moves it on.
 */
export type SendState =
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'answered'
  | 'failed'
  | 'expired'
  | 'unknown'

export const SEND_STATES: readonly SendState[] = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'answered',
  'failed',
  'expired',
  'unknown',
]

const RANK: Record<SendState, number> = {
  queued: 0,
  sending: 1,
  unknown: 2,
  failed: 3,
  sent: 4,
  delivered: 5,
  read: 6,
  expired: 7,
  answered: 8,
}

/**
 * Where a send stands after news of it: never backwards.
 * A `failed` send stays failed unless a receipt or an answer proves that it arrived after all; receipts do not wake
 * an `expired` form, an answer does.
 */
export function advance(from: SendState, news: SendState): SendState {
  if (from === 'failed' && (news === 'unknown' || news === 'expired')) return from
  if (from === 'answered') return from
  return RANK[news] > RANK[from] ? news : from
}

/** Whether a send may still change. */
export function isOpen(state: SendState): boolean {
  switch (state) {
    case 'queued':
    case 'sending':
    case 'sent':
    case 'delivered':
    case 'read':
    case 'unknown':
      return true
    case 'answered':
    case 'failed':
    case 'expired':
      return false
  }
}

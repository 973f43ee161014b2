import type { SendState } from '../../kernel/send-state.ts'

/** The words and numbers of `GET /api/chat/status`, as the original contract has them. */
export const STATUS_CODES = {
  error: -1,
  pending: 0,
  sent: 1,
  delivered: 2,
  received: 3,
  read: 4,
  played: 5,
} as const

export type StatusWord = keyof typeof STATUS_CODES

/** A message's state in the words of the original contract. Pure. */
export function wordOfState(state: SendState | 'received'): StatusWord {
  switch (state) {
    case 'received':
    case 'sent':
    case 'delivered':
    case 'read':
      return state
    case 'queued':
    case 'sending':
    case 'unknown':
      return 'pending'
    case 'failed':
      return 'error'
    // States of forms; a message whose form was answered was read.
    case 'answered':
    case 'expired':
      return 'read'
  }
}

import { type BinaryNode, getBinaryNodeChild, getBinaryNodeChildren } from '@whiskeysockets/baileys'
import type { AckFailure, LineNews, ReceiptStatus } from '../port.ts'
import { isGroup, plainJid } from './people.ts'

type AckNews = Extract<LineNews, { type: 'ack' }>

/** The server's codes (public reports, 2026): 405 legacy buttons, 479 malformed stanza, 463 account restricted. */
const REASONS: Record<string, AckFailure['reason']> = {
  405: 'form_refused',
  479: 'malformed',
  463: 'account_restricted',
}

/** The server's verdict on a message of ours, from `<ack class="message">`; null when it names none. Pure. */
export function readAck({ attrs }: BinaryNode, nowMs: number): AckNews | null {
  const { id, from, error, t } = attrs
  if (!id || !from) return null
  const failure = error ? { code: error, reason: REASONS[error] ?? ('refused' as const) } : null
  return { type: 'ack', messageId: id, chat: plainJid(from), failure, at: readTime(t, nowMs) }
}

/** A receipt as the stanza tells it; addresses are plain JIDs, the other half of a contact is not in it. */
export interface StanzaReceipt {
  messageIds: string[]
  chat: string
  /** Who it is from. */
  from: string
  status: ReceiptStatus
  at: number
}

const STATUSES: Record<string, ReceiptStatus> = { delivered: 'delivered', read: 'read', played: 'played' }

/**
 * Which messages were delivered, read or played, from `<receipt>`; null for receipts that say nothing of the kind
 * (`retry`, `sender`, `read-self`, …: those are between our own devices and the server). Read from the stanza,
 * because Baileys' events merge receipts that come close together. Pure.
 */
export function readReceipt(node: BinaryNode, nowMs: number): StanzaReceipt | null {
  const { id, from, participant, recipient, type, t } = node.attrs
  // `inactive` is a delivery to a device that nobody is looking at.
  const status = STATUSES[!type || type === 'inactive' ? 'delivered' : type]
  if (!id || !from || status === undefined || recipient) return null
  const chat = plainJid(from)
  const author = isGroup(chat) ? plainJid(participant ?? '') : chat
  if (chat === '' || author === '') return null
  const items = getBinaryNodeChildren(getBinaryNodeChild(node, 'list'), 'item')
  const messageIds = [id, ...items.flatMap((item) => (item.attrs['id'] ? [item.attrs['id']] : []))]
  return { messageIds, chat, from: author, status, at: readTime(t, nowMs) }
}

/** Seconds as text → milliseconds. */
function readTime(seconds: string | undefined, nowMs: number): number {
  const value = Number(seconds)
  return Number.isSafeInteger(value) && value > 0 && value < 1e11 ? value * 1000 : nowMs
}

import type { BinaryNode } from '@whiskeysockets/baileys'
import { jidNormalizedUser } from '@whiskeysockets/baileys'
import { idsOf } from '../server/mailbox.ts'
import type { Memory } from './record.ts'

/** Notes what a `presence` or `chatstate` stanza says. (Baileys' own event says "available" for "paused".) */
export function seePresence(stanza: BinaryNode, memory: Memory): void {
  const chat = jidNormalizedUser(stanza.attrs.from)
  const from = jidNormalizedUser(stanza.attrs.participant ?? stanza.attrs.from)
  const written = Array.isArray(stanza.content) ? stanza.content[0] : undefined
  const typing = written?.attrs.media === 'audio' ? 'recording' : written?.tag
  const state = stanza.tag === 'chatstate' ? (typing ?? 'paused') : (stanza.attrs.type ?? 'available')
  memory.presence.add({ from, chat, state })
}

/** Moves own messages on as a `receipt` stanza says: no type is "delivered". */
export function seeReceipt(stanza: BinaryNode, memory: Memory): void {
  const { type } = stanza.attrs
  if (type !== undefined && type !== 'read' && type !== 'played') return
  for (const id of idsOf(stanza)) memory.advance(id, type === undefined ? 'delivered' : 'read')
}

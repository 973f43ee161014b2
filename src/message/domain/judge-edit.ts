import type { IncomingContent, IncomingMessage } from '../../whatsapp/port.ts'
import type { Message } from '../store.ts'
import { REVOKED, textOf, typeOf } from './received.ts'

/** An edit or a revoke, in the chat and by the sender that WhatsApp and its ratchet vouch for. */
export type IncomingEdit = IncomingMessage & { content: Extract<IncomingContent, { type: 'edit' | 'revoke' }> }

export type Verdict =
  | { type: 'change'; message: Message; content: string; raw: Uint8Array }
  /** It is so already, a later edit was here before, or there is nothing left to change. */
  | { type: 'nothing' }
  /** Not of the message's author, not of its chat, of no message that is here, or not to be changed like that. */
  | { type: 'foreign' }

/** What WhatsApp's clients let people edit: texts and captions. An answer to a form is what was submitted. */
const EDITABLE = new Set(['text', 'image', 'video', 'document'])

/**
 * Says what follows from an edit or a revoke. `found`: the messages with the id that it names, in the chat that it came
 * in. Only their author may change them: not an admin of the group, and not the other side of a chat. Pure.
 */
export function judgeEdit(edit: IncomingEdit, found: readonly Message[]): Verdict {
  const message = found.find((candidate) => isAuthorOf(edit, candidate))
  if (message === undefined) return { type: 'foreign' }
  // Erased and revoked messages stay empty, whatever comes late.
  if (message.raw === null || message.type === REVOKED) return { type: 'nothing' }
  const content = textOf(edit.content)
  if (edit.content.type === 'revoke') return { type: 'change', message, content, raw: NO_BYTES }
  const { raw, editedAt } = edit.content
  if (!EDITABLE.has(message.type) || typeOf(edit.content) !== message.type) return { type: 'foreign' }
  const isSame = message.content === content && Buffer.from(message.raw).equals(raw)
  return isSame || isOvertaken(message, editedAt) ? { type: 'nothing' } : { type: 'change', message, content, raw }
}

/** Empty, not null: by that retention knows that names are still to be erased. */
const NO_BYTES = new Uint8Array()

/**
 * A message that came in has a `sent_at` since its last edit. Of our own it is WhatsApp's time, which says nothing about
 * edits: what our phone says last counts.
 */
function isOvertaken({ direction, sent_at: lastEditAt }: Message, editedAt: number): boolean {
  return direction === 'incoming' && lastEditAt !== null && editedAt < lastEditAt
}

function isAuthorOf({ isFromMe, sender }: IncomingEdit, message: Message): boolean {
  if (isFromMe) return message.direction === 'outgoing'
  if (message.direction !== 'incoming') return false
  return isSame(sender.jid, message.sender_jid) || isSame(sender.lid, message.sender_lid)
}

function isSame(one: string | null, other: string | null): boolean {
  return one !== null && one === other
}

import {
  type BinaryNode,
  decodeMessageNode,
  getAllBinaryNodeChildren,
  proto,
  type WASocket,
} from '@whiskeysockets/baileys'
import type { Device } from './auth-store.ts'

/**
 * Messages that WhatsApp gave without content, until our own phone has given them. Baileys acknowledges such a stanza at
 * once and asks the phone two seconds later, on the same socket: one that ends in between would have asked nobody, and
 * WhatsApp does not give the message again. So they are asked for once more at the next log-in.
 */
export interface Withheld {
  /** Told of every stanza before Baileys is. */
  note(stanza: BinaryNode, device: Device): void
  /** It came, from the phone or after all with its content, and is durable. */
  given(messageId: string): void
  /** To be called when a socket is open: asks for what an earlier one may not have asked for. */
  askAgain(baileys: Pick<WASocket, 'sendPeerDataOperationMessage'>): Promise<void>
}

/** Content that no phone gives again. */
const NEVER_GIVEN: ReadonlySet<string> = new Set([
  'bot_unavailable_fanout',
  'hosted_unavailable_fanout',
  'view_once_unavailable_fanout',
])

const KEPT = 1_000
const MOST_TIMES = 3
const AT_ONCE = 100

const { PLACEHOLDER_MESSAGE_RESEND } = proto.Message.PeerDataOperationRequestType

export function createWithheld(): Withheld {
  const waiting = new Map<string, { key: proto.IMessageKey; times: number }>()

  return {
    note(stanza, { creds }) {
      const id = stanza.attrs['id'] ?? ''
      // Not by Baileys' look-up by tag: it remembers what it found, and an unencrypted stanza is still to be disguised.
      const unavailable = getAllBinaryNodeChildren(stanza).find(({ tag }) => tag === 'unavailable')
      if (unavailable === undefined || NEVER_GIVEN.has(unavailable.attrs['type'] ?? '')) return
      const key = keyOf(stanza, creds.me)
      if (key === null || waiting.has(id)) return
      waiting.set(id, { key, times: 0 })
      const oldest = waiting.keys().next()
      if (waiting.size > KEPT && !oldest.done) waiting.delete(oldest.value)
    },
    given: (messageId) => void waiting.delete(messageId),
    async askAgain(baileys) {
      const wanted = [...waiting.values()]
      for (let from = 0; from < wanted.length; from += AT_ONCE) {
        const some = wanted.slice(from, from + AT_ONCE)
        await baileys.sendPeerDataOperationMessage({
          placeholderMessageResendRequest: some.map(({ key }) => ({ messageKey: key })),
          peerDataOperationRequestType: PLACEHOLDER_MESSAGE_RESEND,
        })
        for (const one of some) one.times += 1
      }
      for (const [id, { times }] of waiting) if (times >= MOST_TIMES) waiting.delete(id)
    },
  }
}

/** As Baileys names it to the phone; null for a stanza that it would refuse. */
function keyOf(stanza: BinaryNode, me: { id: string; lid?: string | undefined } | undefined): proto.IMessageKey | null {
  try {
    const { key } = decodeMessageNode(stanza, me?.id ?? '', me?.lid ?? '').fullMessage
    const { remoteJid = null, fromMe = null, id = null, participant = null } = key
    return { remoteJid, fromMe, id, participant }
  } catch {
    return null
  }
}

import type { BinaryNode, proto } from '@whiskeysockets/baileys'

/** A message that went out, as it must go out again when a device could not read it. */
export interface KeptSend {
  /** JID of the chat it was sent to. */
  to: string
  message: proto.IMessage
  nodes: BinaryNode[]
}

/** The last messages of a line, in bounded memory. */
export interface KeptSends {
  keep(messageId: string, send: KeptSend): void
  find(messageId: string): KeptSend | null
}

const SENDS_KEPT = 500

export function createKeptSends(): KeptSends {
  const sends = new Map<string, KeptSend>()
  return {
    keep(messageId, send) {
      sends.delete(messageId)
      sends.set(messageId, send)
      const oldest = sends.keys().next()
      if (sends.size > SENDS_KEPT && !oldest.done) sends.delete(oldest.value)
    },
    find: (messageId) => sends.get(messageId) ?? null,
  }
}

import type { BinaryNode, proto } from '@whiskeysockets/baileys'
import { ownBytes } from './own-bytes.ts'

/** A message on its way to a device: for the first time, or again. */
export interface Send {
  /** JID of the chat it goes to. */
  to: string
  message: proto.IMessage
  nodes: BinaryNode[]
}

/** A message of ours as it was kept. */
export interface SentMessage {
  /** JID of the chat that it went to. */
  to: string
  /** Its protobuf. */
  raw: Uint8Array
}

/** The last messages of a line, in bounded memory: as bytes, which take a tenth of what their objects do. */
export interface KeptSends {
  keep(messageId: string, sent: SentMessage): void
  find(messageId: string): SentMessage | null
}

/** Devices that could not read a message say so within seconds; what is older is in the store. */
const SENDS_KEPT = 200

export function createKeptSends(): KeptSends {
  const sends = new Map<string, SentMessage>()
  return {
    keep(messageId, sent) {
      sends.delete(messageId)
      sends.set(messageId, { ...sent, raw: ownBytes(sent.raw) })
      const oldest = sends.keys().next()
      if (sends.size > SENDS_KEPT && !oldest.done) sends.delete(oldest.value)
    },
    find: (messageId) => sends.get(messageId) ?? null,
  }
}

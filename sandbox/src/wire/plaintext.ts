import { proto } from '@whiskeysockets/baileys'
import { type BinaryNode, node } from './node.ts'

/** A message as channels and some businesses send it: not encrypted, and without padding. */
export function plaintextStanza(id: string, to: string, message: proto.IMessage): BinaryNode {
  return node('message', { id, to, type: 'text' }, [node('plaintext', {}, proto.Message.encode(message).finish())])
}

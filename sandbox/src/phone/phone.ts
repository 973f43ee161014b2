import type { proto } from '@whiskeysockets/baileys'
import type { Account } from '../server/directory.ts'
import type { PhoneAuth } from './auth.ts'
import type { Memory } from './record.ts'

/** A receipt that a phone can be told to send. */
export type ReceiptType = 'delivered' | 'read' | 'retry'

/** A person's phone: device 0 of an account, with keys of its own. */
export interface Phone {
  account: Account
  auth: PhoneAuth
  memory: Memory
  headless: boolean
  /** Answers every form by itself. */
  autoAnswer: boolean
  /** Reads what has arrived; a phone with a connection has always done so. */
  look(): Promise<void>
  /** Encrypts, unless told not to, and sends to a JID; the id of the message. */
  send(chat: string, message: proto.IMessage, isEncrypted?: boolean): Promise<string>
  /** Sends something to one companion of its own account, which nobody else sees. */
  tellOwn(device: string, message: proto.IMessage): Promise<void>
  /** Acknowledges a message that it has. */
  acknowledge(messageId: string, type: ReceiptType): Promise<void>
  stop(): Promise<void>
}

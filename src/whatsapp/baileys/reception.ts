import { type BinaryNode, decodeMessageNode, getBinaryNodeChildren, type WAMessage } from '@whiskeysockets/baileys'
import type { Clock } from '../../kernel/clock.ts'
import type { Sql } from '../../platform/db/store.ts'
import type { Contact, IncomingMessage } from '../port.ts'
import { bothAddresses } from './address-book.ts'
import type { Device } from './auth-store.ts'
import { readPlaintext } from './content.ts'
import { decode } from './decode.ts'
import { asReceived, type HistoryNotice, noticeIn } from './history.ts'
import type { Inbox } from './inbox.ts'
import { isAddressOf, meOf } from './people.ts'
import { shield } from './shield.ts'

/** A decrypted message, on its way between ratchet and receipt. */
export interface Received {
  /** What Baileys may see of it. */
  plaintext: Uint8Array
  /** Keeps it; to be run in the ratchet's transaction. Null for what is no message to us. */
  write: ((sql: Sql) => Promise<void>) | null
  /** To be called when that transaction is durable. */
  tell(): void
}

/** Where messages come in: between their decryption and everything that Baileys does with them. */
export interface Reception {
  /** Notes a stanza before Baileys decrypts it: the repository is told the ciphertext and nothing else of it. */
  note(stanza: BinaryNode): void
  receive(ciphertext: Uint8Array, authorJid: string, plaintext: Uint8Array): Promise<Received>
  /** What Baileys tells of a message that never passed `receive`; null for all others. */
  late(message: WAMessage, isLive: boolean): Promise<IncomingMessage | null>
  /** A message of a history chunk. */
  past(message: WAMessage): Promise<IncomingMessage | null>
}

export interface ReceptionDeps {
  clock: Clock
  device: Device
  inbox: Inbox
  /** Our own phone brings along a part of its past. */
  onHistory(notice: HistoryNotice): void
}

const RECEIVED_KEPT = 1000

export function createReception({ clock, device, inbox, onHistory }: ReceptionDeps): Reception {
  const stanzas = new WeakMap<Uint8Array, BinaryNode>()
  const received = new Set<string>()

  async function read(message: WAMessage, delivery: IncomingMessage['delivery']): Promise<IncomingMessage | null> {
    const incoming = decode(message, { me: meOf(device.creds), delivery, nowMs: clock.now() })
    if (incoming === null) return null
    const { chat, sender } = incoming
    return {
      ...incoming,
      chat: chat.type === 'group' ? chat : { ...chat, ...(await completed(chat)) },
      sender: { ...sender, ...(await completed(sender)) },
    }
  }

  /** A person's other address, when the stanza named but one and we know better. */
  async function completed({ jid, lid }: Contact): Promise<Contact> {
    if (jid !== null && lid !== null) return { jid, lid }
    return (await bothAddresses(device.keys, jid ?? lid ?? '')) ?? { jid, lid }
  }

  function remember(name: string): void {
    received.add(name)
    const oldest = received.values().next()
    if (received.size > RECEIVED_KEPT && !oldest.done) received.delete(oldest.value)
  }

  return {
    note(stanza) {
      for (const { content } of getBinaryNodeChildren(stanza, 'enc')) {
        if (content instanceof Uint8Array) stanzas.set(content, stanza)
      }
    },
    async receive(ciphertext, authorJid, plaintext) {
      const isOurs = isAddressOf(authorJid, meOf(device.creds))
      const admitted = shield(plaintext, isOurs)
      const stanza = stanzas.get(ciphertext)
      const whole = stanza === undefined ? null : toMessage(stanza, device, admitted)
      const notice = isOurs && whole?.message ? noticeIn(whole.message) : null
      if (notice !== null) return { plaintext: admitted, write: null, tell: () => onHistory(notice) }
      const message = stanza && whole ? await read(whole, deliveryOf(stanza)) : null
      if (message === null) return { plaintext: admitted, write: null, tell: () => undefined }
      const { write, tell } = inbox.keep(message)
      remember(nameOf(message))
      return { plaintext: admitted, write, tell }
    },
    async late(message, isLive) {
      const incoming = await read(message, isLive ? 'live' : 'offline')
      return incoming === null || received.has(nameOf(incoming)) ? null : incoming
    },
    past: (message) => read(asReceived(message, meOf(device.creds)), 'history'),
  }
}

function deliveryOf({ attrs }: BinaryNode): IncomingMessage['delivery'] {
  return attrs['offline'] === undefined ? 'live' : 'offline'
}

/** The message as Baileys will make it of the same stanza; without content when the bytes are none. */
function toMessage(stanza: BinaryNode, { creds }: Device, plaintext: Uint8Array): WAMessage {
  try {
    const { fullMessage } = decodeMessageNode(stanza, creds.me?.id ?? '', creds.me?.lid ?? '')
    return { ...fullMessage, message: readPlaintext(plaintext) }
  } catch {
    return { key: {} }
  }
}

function nameOf({ messageId, chat, sender }: IncomingMessage): string {
  return [messageId, chat.jid ?? chat.lid, sender.jid ?? sender.lid].join(' ')
}

import { createHash } from 'node:crypto'
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
import type { EngineIncident } from './incident.ts'
import { isAddressOf, meOf } from './people.ts'
import type { Recent } from './recent.ts'
import { resentIn } from './resent.ts'
import { EMPTY_MESSAGE, shield } from './shield.ts'
import { isLive, queueUp } from './turns.ts'
import { disguise } from './unencrypted.ts'
import type { Unreadable } from './unreadable.ts'
import type { Withheld } from './withheld.ts'

/**
 * Bytes of a decrypted message of somebody else that are read. The largest of honest clients has a tenth; sixteen
 * megabytes, which a frame can hold, may be eight million objects.
 */
const LARGEST_PLAINTEXT = 2 * 1024 * 1024

/** A decrypted message, on its way between ratchet and receipt. */
export interface Received {
  /** What Baileys may see of it. */
  plaintext: Uint8Array
  /** Keeps it; to be run in the ratchet's transaction. Null for what is no message to us. */
  write: ((sql: Sql) => Promise<void>) | null
  /** To be called when that transaction is durable. */
  remember(): void
  /** To be called then, for one message after another in the order in which they came. */
  tell(): void
}

/** Where messages come in: between their decryption and everything that Baileys does with them. */
export interface Reception {
  /** Takes a stanza before Baileys does: the repository is told the ciphertext and nothing else of it. */
  note(stanza: BinaryNode): void
  /** Whether this is no ciphertext: there is no ratchet behind it, and WhatsApp's word alone for who wrote it. */
  isUnencrypted(content: Uint8Array): boolean
  receive(content: Uint8Array, authorJid: string, plaintext: Uint8Array): Promise<Received>
  /** Whether what cannot be decrypted is a copy: WhatsApp gives a message again until it hears of its receipt. */
  isHere(content: Uint8Array): Promise<boolean>
  /** The group and the author that the stanza of a ciphertext names; null when it is of no group. */
  groupOf(content: Uint8Array): { group: string; author: string } | null
  /** Whether another ciphertext follows in the same stanza: in groups the first brings only the key of the second. */
  isFollowed(content: Uint8Array): boolean
  /** A message of a history chunk. */
  past(message: WAMessage): Promise<IncomingMessage | null>
}

export interface ReceptionDeps {
  clock: Clock
  device: Device
  inbox: Inbox
  /** Ciphertexts that were read and are durable, by digest; it outlives a socket. */
  readBefore: Recent
  unreadable: Pick<Unreadable, 'read'>
  withheld: Pick<Withheld, 'given'>
  /** Whether a message is in the inbox, or was handled. */
  isKept(message: IncomingMessage): Promise<boolean>
  /** Counts what was dropped. */
  count(incident: EngineIncident): void
  /** Our own phone brings along a part of its past. */
  onHistory(notice: HistoryNotice): void
}

export function createReception(deps: ReceptionDeps): Reception {
  const { clock, device, inbox, readBefore } = deps
  const stanzas = new WeakMap<Uint8Array, BinaryNode>()
  const unencrypted = new WeakSet<Uint8Array>()

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

  /** The message itself or, when our phone gives what it was asked for, the messages in it. */
  async function readAll(whole: WAMessage, delivery: IncomingMessage['delivery'], isOurs: boolean) {
    const resent = isOurs && whole.message ? resentIn(whole.message) : []
    const wholes = resent.length === 0 ? [whole] : resent.map((message) => asReceived(message, meOf(device.creds)))
    const messages: IncomingMessage[] = []
    for (const one of wholes) {
      const message = await read(one, delivery)
      if (message !== null) messages.push(message)
    }
    return messages
  }

  /** That there was a message, and from whom; for one whose content is not looked at. */
  async function readUnread(stanza: BinaryNode): Promise<IncomingMessage[]> {
    const message = await readEnvelope(stanza)
    if (message === null) return []
    return [{ ...message, content: { type: 'other', kind: 'oversized', text: '' }, raw: new Uint8Array() }]
  }

  function readEnvelope(stanza: BinaryNode): Promise<IncomingMessage | null> {
    const envelope = { ...toMessage(stanza, device, EMPTY_MESSAGE), message: { conversation: '' } }
    return read(envelope, deliveryOf(stanza))
  }

  return {
    note(stanza) {
      for (const content of disguise(stanza)) unencrypted.add(content)
      for (const content of contentsOf(stanza)) stanzas.set(content, stanza)
      queueUp(stanza)
    },
    isUnencrypted: (content) => unencrypted.has(content),
    async receive(content, authorJid, plaintext) {
      const isBare = unencrypted.has(content)
      const isFromUs = isAddressOf(authorJid, meOf(device.creds))
      const isOurs = isFromUs && !isBare
      const isOversized = !isOurs && plaintext.length > LARGEST_PLAINTEXT
      const admitted = isOversized ? EMPTY_MESSAGE : shield(plaintext, isOurs)
      // Baileys would act on keys and mappings in it, which only a ratchet may vouch for.
      const visible = isBare ? EMPTY_MESSAGE : admitted
      const stanza = stanzas.get(content)
      const incidents: EngineIncident[] = []
      if (isOversized) incidents.push('oversized')
      else if (admitted !== plaintext) incidents.push('forged_protocol_message')
      const named: string[] = []
      const remember = () => {
        for (const id of named) deps.withheld.given(id)
        if (!isBare) readBefore.add(digestOf(content))
        if (stanza !== undefined && !isBare) deps.unreadable.read(stanza, isFirstOfSession(stanza, content))
        for (const incident of incidents) deps.count(incident)
      }
      const nothing: Received = { plaintext: visible, write: null, remember, tell: () => undefined }
      // Our own phone encrypts all that it says to us: whoever speaks as it otherwise is somebody else.
      if (stanza === undefined || (isFromUs && isBare)) return nothing
      const whole = toMessage(stanza, device, admitted)
      const notice = isOurs && whole.message ? noticeIn(whole.message) : null
      if (notice !== null) return { ...nothing, remember: () => undefined, tell: () => deps.onHistory(notice) }
      const read = isOversized ? await readUnread(stanza) : await readAll(whole, deliveryOf(stanza), isOurs)
      named.push(...read.map(({ messageId }) => messageId))
      const messages = read.filter((message) => !isBare || !isChange(message))
      if (messages.length < read.length) incidents.push('foreign_edit')
      if (!isOversized && messages.some(({ raw }) => raw.length === 0)) incidents.push('oversized')
      const kept = messages.filter((message) => !inbox.has(message)).map((message) => inbox.keep(message))
      if (kept.length === 0) return nothing
      return {
        plaintext: visible,
        async write(sql) {
          for (const { write } of kept) await write(sql)
        },
        remember() {
          remember()
          for (const { remember } of kept) remember()
        },
        tell() {
          for (const { tell } of kept) tell()
        },
      }
    },
    async isHere(content) {
      if (readBefore.has(digestOf(content))) return true
      const stanza = stanzas.get(content)
      if (stanza === undefined) return false
      const message = await readEnvelope(stanza)
      return message !== null && (await deps.isKept(message))
    },
    groupOf(content) {
      const { from, participant } = stanzas.get(content)?.attrs ?? {}
      return from && participant ? { group: from, author: participant } : null
    },
    isFollowed(content) {
      const stanza = stanzas.get(content)
      return stanza !== undefined && contentsOf(stanza).at(-1) !== content
    },
    past: (message) => read(asReceived(message, meOf(device.creds)), 'history'),
  }
}

function contentsOf(stanza: BinaryNode): Uint8Array[] {
  return getBinaryNodeChildren(stanza, 'enc').flatMap(({ content }) => (content instanceof Uint8Array ? [content] : []))
}

/** Without a ratchet only WhatsApp's word says whose it is: too little to change what somebody wrote. */
function isChange({ content }: IncomingMessage): boolean {
  return content.type === 'edit' || content.type === 'revoke'
}

/** Whether a ciphertext brings the keys of the session that it is read with. */
function isFirstOfSession(stanza: BinaryNode, ciphertext: Uint8Array): boolean {
  return getBinaryNodeChildren(stanza, 'enc').some(
    ({ content, attrs }) => content === ciphertext && attrs['type'] === 'pkmsg',
  )
}

function digestOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('base64')
}

function deliveryOf(stanza: BinaryNode): IncomingMessage['delivery'] {
  return isLive(stanza) ? 'live' : 'offline'
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

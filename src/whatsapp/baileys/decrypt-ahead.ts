import { type BinaryNode, getAllBinaryNodeChildren } from '@whiskeysockets/baileys'
import { bothAddresses } from './address-book.ts'
import type { Device } from './auth-store.ts'
import { isAddressOf, isPerson, meOf, plainJid } from './people.ts'
import type { Received } from './reception.ts'

/** What Baileys asks the repository to read. */
export interface Ciphertext {
  jid: string
  type: 'msg' | 'pkmsg'
  ciphertext: Uint8Array
}

/** Resolves when it is durable; rejects, and nothing is kept, when it cannot be read. */
type Read = (one: Ciphertext) => Promise<Received>

/**
 * Messages that are decrypted before their turn. Baileys handles one stanza after another, and each would wait for a
 * commit of its own: here those that have come and wait behind it are read meanwhile, so that they share commits. They are
 * told in the order in which they came, when they are durable; Baileys, which sends the receipts, finds them read.
 *
 * A socket that ends in between has read what it has not acknowledged: WhatsApp gives it again, and it is known as a copy.
 */
export interface DecryptAhead {
  /** How a ciphertext is read; before, nothing is. */
  readWith(read: Read): void
  /** Told of every message's stanza, in order. */
  note(stanza: BinaryNode): void
  /**
   * Baileys has come to this ciphertext: what stands before it is handled. Its plaintext, or null when it is to be read as
   * if nothing were read ahead: it is no private message, or could not be read before its turn.
   * @throws what reading it threw
   */
  take(ciphertext: Uint8Array): Promise<Uint8Array | null>
}

/** So many are read at once, and their ratchets are in memory. */
const MOST_AT_ONCE = 16

/** Bytes. Larger ones take their turn: what is read at once must not hold up the event loop. */
const LARGEST = 65_536

/** A stanza that has not been handled. */
interface Place {
  stanza: BinaryNode
  contents: Uint8Array[]
  reading: Promise<Uint8Array> | null
}

export interface DecryptAheadDeps {
  device: Pick<Device, 'creds' | 'keys'>
  isUnencrypted(content: Uint8Array): boolean
}

export function createDecryptAhead({ device, isUnencrypted }: DecryptAheadDeps): DecryptAhead {
  const places: Place[] = []
  let read: Read | null = null
  let last: Promise<unknown> = Promise.resolve()
  let isLooking = false

  async function lookAhead(): Promise<void> {
    if (isLooking || read === null) return
    isLooking = true
    try {
      for (;;) {
        const place = places.slice(0, MOST_AT_ONCE).find(({ reading }) => reading === null)
        if (place === undefined) return
        const one = privateOf(place.stanza)
        // What is none of these may change how the next ones are to be read.
        if (one === null) return
        const mayBegin = await isKnown(place.stanza)
        // Baileys has come to it meanwhile, or to one behind it.
        if (place.reading !== null || !places.includes(place)) continue
        if (!mayBegin) return
        place.reading = begin(read, one)
      }
    } catch {
      // The key store failed, and has said so.
    } finally {
      isLooking = false
    }
  }

  function begin(read: Read, one: Ciphertext): Promise<Uint8Array> {
    const before = last
    const readOne = async () => {
      const received = await read(one)
      await before
      received.tell()
      return received.plaintext
    }
    const reading = readOne()
    last = Promise.allSettled([before, reading])
    return reading
  }

  /** The one ciphertext of a private message of somebody else; null for every other stanza. */
  function privateOf(stanza: BinaryNode): Ciphertext | null {
    const one = ciphertextOf(stanza)
    if (one === null || isUnencrypted(one.ciphertext)) return null
    return isAddressOf(one.jid, meOf(device.creds)) ? null : one
  }

  /** Whether Baileys will learn nothing about its sender's addresses from a stanza. */
  async function isKnown({ attrs }: BinaryNode): Promise<boolean> {
    const named = ALIASES.flatMap((name) => attrs[name] ?? [])
    const known = named.length === 0 ? null : await bothAddresses(device.keys, attrs['from'] ?? '')
    return named.every((alias) => [known?.jid, known?.lid].includes(plainJid(alias)))
  }

  return {
    readWith(given) {
      read = given
    },
    note(stanza) {
      const contents = contentsOf(stanza)
      if (contents.length === 0) return
      places.push({ stanza, contents, reading: null })
      void lookAhead()
    },
    async take(ciphertext) {
      const at = places.findIndex(({ contents }) => contents.includes(ciphertext))
      places.splice(0, Math.max(at, 0))
      const [place] = at < 0 ? [] : places
      if (place === undefined || read === null) return null
      const isEarly = place.reading !== null
      const one = privateOf(place.stanza)
      if (one !== null) place.reading ??= begin(read, one)
      void lookAhead()
      return isEarly ? (place.reading?.catch(() => null) ?? null) : place.reading
    },
  }
}

/** Under which a stanza names the other address of its sender. */
const ALIASES = [
  'sender_pn',
  'sender_lid',
  'participant_pn',
  'participant_lid',
  'peer_recipient_pn',
  'peer_recipient_lid',
]

/** What Baileys has the repository decrypt. */
const DECRYPTED: ReadonlySet<string> = new Set(['msg', 'pkmsg', 'skmsg'])

function contentsOf(stanza: BinaryNode): Uint8Array[] {
  return getAllBinaryNodeChildren(stanza).flatMap(({ tag, attrs, content }) =>
    tag === 'enc' && DECRYPTED.has(attrs['type'] ?? '') && content instanceof Uint8Array ? [content] : [],
  )
}

/** Children of a stanza that are its content, or stand for it. */
const CONTENTS: ReadonlySet<string> = new Set(['enc', 'plaintext', 'unavailable'])

/** The one ciphertext of a private message; null for every other stanza. */
function ciphertextOf(stanza: BinaryNode): Ciphertext | null {
  const { from, participant, category, recipient } = stanza.attrs
  const [enc, ...others] = getAllBinaryNodeChildren(stanza).filter(({ tag }) => CONTENTS.has(tag))
  if (enc === undefined || others.length > 0 || enc.tag !== 'enc') return null
  const { type, count } = enc.attrs
  if (!from || !isPerson(from) || participant || category || recipient || count) return null
  if ((type !== 'msg' && type !== 'pkmsg') || !(enc.content instanceof Uint8Array)) return null
  return enc.content.length > LARGEST ? null : { jid: from, type, ciphertext: enc.content }
}

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
  /** Settled when all that was begun is told. It holds nothing of it: it lives as long as the socket. */
  let last: Promise<void> = Promise.resolve()
  /** By person, until it is over: the last reading. */
  const readings = new Map<string, Promise<unknown>>()
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
        const person = await personOf(place.stanza)
        // Baileys has come to it meanwhile, or to one behind it.
        if (place.reading !== null || !places.includes(place)) continue
        if (!person.isKnown) return
        place.reading = begin(read, one, person.name)
      }
    } catch {
      // The key store failed, and has said so.
    } finally {
      isLooking = false
    }
  }

  /** Of one person one is read after the other, whatever the device: what is durable first is first. */
  function begin(read: Read, one: Ciphertext, person: string): Promise<Uint8Array> {
    const [before, earlier] = [last, readings.get(person)]
    const readOne = async () => {
      await earlier
      return await read(one)
    }
    const reading = readOne()
    const over = reading.then(
      () => undefined,
      () => undefined,
    )
    readings.set(person, over)
    void over.then(() => readings.get(person) === over && readings.delete(person))
    const tellOne = async () => {
      const { plaintext, tell } = await reading
      await before
      tell()
      return plaintext
    }
    const told = tellOne()
    last = Promise.allSettled([before, told]).then(() => undefined)
    return told
  }

  /** The one ciphertext of a private message of somebody else; null for every other stanza. */
  function privateOf(stanza: BinaryNode): Ciphertext | null {
    const one = ciphertextOf(stanza)
    if (one === null || isUnencrypted(one.ciphertext)) return null
    return isAddressOf(one.jid, meOf(device.creds)) ? null : one
  }

  /**
   * Who sent a stanza, and whether Baileys will learn nothing new about their addresses when it comes to it: it takes what
   * the stanza names, and asks WhatsApp for the LID of a phone number that has none.
   */
  async function personOf({ attrs }: BinaryNode): Promise<{ name: string; isKnown: boolean }> {
    const known = await bothAddresses(device.keys, attrs['from'] ?? '')
    const { jid = null, lid = null } = known ?? {}
    const named = ALIASES.flatMap((name) => attrs[name] ?? [])
    const isKnown = lid !== null && named.every((alias) => [jid, lid].includes(plainJid(alias)))
    return { name: lid ?? jid ?? '', isKnown }
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
      const early = place.reading
      const one = privateOf(place.stanza)
      if (early === null && one !== null) {
        const { name } = await personOf(place.stanza)
        place.reading ??= begin(read, one, name)
      }
      void lookAhead()
      return early === null ? place.reading : early.catch(() => null)
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
  const encs = getAllBinaryNodeChildren(stanza).filter(({ tag }) => tag === 'enc')
  if (!encs.every(({ attrs }) => DECRYPTED.has(attrs['type'] ?? ''))) return []
  return encs.flatMap(({ content }) => (content instanceof Uint8Array ? [content] : []))
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

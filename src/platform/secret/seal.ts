import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomFillSync,
} from 'node:crypto'

/** Where a box is kept. A box opens only there: moved to another row, it is as good as broken. */
export interface Place {
  table: string
  column: string
  row: string
}

/** Closes what must not lie in the store in clear. */
export interface Sealer {
  /** A box of `plain`; two boxes of the same never look alike. */
  seal(place: Place, plain: Uint8Array): Uint8Array
  /** @throws SealBroken for another key, another place, or a changed byte. */
  open(place: Place, box: Uint8Array): Uint8Array
  sealText(place: Place, plain: string): Uint8Array
  openText(place: Place, box: Uint8Array): string
}

/** A box that does not open. Its message names the place and nothing of what is inside. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken'
}

const ALGORITHM = 'aes-256-gcm'
const VERSION = 1
const KEY_ID_BYTES = 4
const NONCE_BYTES = 12
const TAG_BYTES = 16
const HEAD_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES

/** Length of a secret key. */
export const SECRET_KEY_BYTES = 32

/** Places whose key is kept at hand, at most twice as many: the sessions that messages pass through. */
const HOT_PLACES = 1_000
/** Random bytes are asked for so many nonces at a time. */
const NONCES_AT_ONCE = 256

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/**
 * Seals with AES-256-GCM; the place is its associated data. A box is
 * `version (1) | key id (4) | nonce (12) | ciphertext | tag (16)`.
 *
 * @param key 32 bytes; what seals is derived from it, so that it may serve other ends as well.
 */
export function createSealer(key: Uint8Array): Sealer {
  if (key.length !== SECRET_KEY_BYTES) throw new RangeError(`A secret key has ${SECRET_KEY_BYTES} bytes`)
  const sealKey = Buffer.from(hkdfSync('sha256', key, '', 'formwire seal', SECRET_KEY_BYTES))
  const keyId = createHash('sha256').update('formwire key id').update(sealKey).digest().subarray(0, KEY_ID_BYTES)
  const keyAt = placeKeys(createSecretKey(sealKey))
  const nextNonce = nonces()

  function seal(place: Place, plain: Uint8Array): Uint8Array {
    const where = textOf(place)
    const nonce = nextNonce()
    const cipher = createCipheriv(ALGORITHM, keyAt(where), nonce).setAAD(Buffer.from(where))
    const box = new Uint8Array(HEAD_BYTES + plain.length + TAG_BYTES)
    box[0] = VERSION
    box.set(keyId, 1)
    box.set(nonce, 1 + KEY_ID_BYTES)
    // GCM makes of each byte one byte, and nothing is left for the end.
    box.set(cipher.update(plain), HEAD_BYTES)
    cipher.final()
    box.set(cipher.getAuthTag(), HEAD_BYTES + plain.length)
    return box
  }

  function open(place: Place, box: Uint8Array): Uint8Array {
    const bytes = Buffer.from(box.buffer, box.byteOffset, box.byteLength)
    if (bytes.length < HEAD_BYTES + TAG_BYTES || bytes[0] !== VERSION) throw broken(place, 'is no sealed box')
    if (!bytes.subarray(1, 1 + KEY_ID_BYTES).equals(keyId)) throw broken(place, 'was sealed with another secret key')
    const where = textOf(place)
    const nonce = bytes.subarray(1 + KEY_ID_BYTES, HEAD_BYTES)
    const decipher = createDecipheriv(ALGORITHM, keyAt(where), nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(where))
      .setAuthTag(bytes.subarray(-TAG_BYTES))
    try {
      const plain = new Uint8Array(decipher.update(bytes.subarray(HEAD_BYTES, -TAG_BYTES)))
      decipher.final()
      return plain
    } catch (cause) {
      throw broken(place, 'was changed or moved', cause)
    }
  }

  return {
    seal,
    open,
    sealText: (place, plain) => seal(place, encoder.encode(plain)),
    openText: (place, box) => decoder.decode(open(place, box)),
  }
}

/**
 * The key of each place. Random nonces of 12 bytes are good for 2^32 boxes a key; Signal sessions are sealed anew with
 * every message. To make one costs more than all the rest of a box, so those of late are kept.
 */
function placeKeys(sealKey: KeyObject): (where: string) => KeyObject {
  let young = new Map<string, KeyObject>()
  let old = new Map<string, KeyObject>()
  return (where) => {
    const known = young.get(where)
    if (known !== undefined) return known
    const key = old.get(where) ?? createSecretKey(createHmac('sha256', sealKey).update(where).digest())
    if (young.size >= HOT_PLACES) {
      old = young
      young = new Map()
    }
    young.set(where, key)
    return key
  }
}

/** Nonces, cut one after the other out of random bytes that are used once. Each is to be read before the next call. */
function nonces(): () => Uint8Array {
  const bytes = new Uint8Array(NONCE_BYTES * NONCES_AT_ONCE)
  let at = bytes.length
  return () => {
    if (at === bytes.length) {
      randomFillSync(bytes)
      at = 0
    }
    at += NONCE_BYTES
    return bytes.subarray(at - NONCE_BYTES, at)
  }
}

function textOf({ table, column, row }: Place): string {
  return JSON.stringify([table, column, row])
}

function broken({ table, column }: Place, what: string, cause?: unknown): SealBroken {
  return new SealBroken(`What is kept in ${table}.${column} ${what}`, { cause })
}

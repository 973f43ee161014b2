import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'

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

  function seal(place: Place, plain: Uint8Array): Uint8Array {
    const nonce = randomBytes(NONCE_BYTES)
    const where = bytesOf(place)
    const cipher = createCipheriv(ALGORITHM, placeKey(sealKey, where), nonce).setAAD(where)
    return new Uint8Array(
      Buffer.concat([Uint8Array.of(VERSION), keyId, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]),
    )
  }

  function open(place: Place, box: Uint8Array): Uint8Array {
    const bytes = Buffer.from(box.buffer, box.byteOffset, box.byteLength)
    if (bytes.length < HEAD_BYTES + TAG_BYTES || bytes[0] !== VERSION) throw broken(place, 'is no sealed box')
    if (!bytes.subarray(1, 1 + KEY_ID_BYTES).equals(keyId)) throw broken(place, 'was sealed with another secret key')
    const where = bytesOf(place)
    const nonce = bytes.subarray(1 + KEY_ID_BYTES, HEAD_BYTES)
    const decipher = createDecipheriv(ALGORITHM, placeKey(sealKey, where), nonce, { authTagLength: TAG_BYTES })
      .setAAD(where)
      .setAuthTag(bytes.subarray(-TAG_BYTES))
    try {
      const plain = decipher.update(bytes.subarray(HEAD_BYTES, -TAG_BYTES))
      return new Uint8Array(Buffer.concat([plain, decipher.final()]))
    } catch (cause) {
      throw broken(place, 'was changed or moved', cause)
    }
  }

  return {
    seal,
    open,
    sealText: (place, plain) => seal(place, new TextEncoder().encode(plain)),
    openText: (place, box) => new TextDecoder().decode(open(place, box)),
  }
}

/** Random nonces of 12 bytes are good for 2^32 boxes a key; Signal sessions are sealed anew with every message. */
function placeKey(sealKey: Uint8Array, where: Uint8Array): Uint8Array {
  return createHmac('sha256', sealKey).update(where).digest()
}

function bytesOf({ table, column, row }: Place): Uint8Array {
  return new TextEncoder().encode(JSON.stringify([table, column, row]))
}

function broken({ table, column }: Place, what: string, cause?: unknown): SealBroken {
  return new SealBroken(`What is kept in ${table}.${column} ${what}`, { cause })
}

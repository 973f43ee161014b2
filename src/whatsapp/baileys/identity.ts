import { fieldsOf } from './fields.ts'

/** Tags of `PreKeySignalMessage` in libsignal's wire.proto. */
const IDENTITY_KEY_FIELD = 3
const IDENTITY_KEY_BYTES = 33

/**
 * The sender's identity key inside a pre-key message (33 bytes with their type byte), or null when the bytes hold
 * none. Only read, not proven: the message itself proves it when it decrypts. Pure.
 */
export function identityOf(ciphertext: Uint8Array): Uint8Array | null {
  if (ciphertext.length < 2 || ((ciphertext[0] ?? 0) & 0xf) !== 3) return null
  const found = fieldsOf(ciphertext.subarray(1))?.find(({ number }) => number === IDENTITY_KEY_FIELD)
  return found?.value.length === IDENTITY_KEY_BYTES ? found.value.slice() : null
}

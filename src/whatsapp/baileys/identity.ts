/** Tags of `PreKeySignalMessage` in libsignal's wire.proto. */
const IDENTITY_KEY_FIELD = 3
const IDENTITY_KEY_BYTES = 33

/**
 * The sender's identity key inside a pre-key message (33 bytes with their type byte), or null when the bytes hold
 * none. Only read, not proven: the message itself proves it when it decrypts. Pure.
 */
export function identityOf(ciphertext: Uint8Array): Uint8Array | null {
  if (ciphertext.length < 2 || ((ciphertext[0] ?? 0) & 0xf) !== 3) return null
  let at = 1
  while (at < ciphertext.length) {
    const tag = varint(ciphertext, at)
    if (tag === null) return null
    at = tag.next
    const length = varint(ciphertext, at)
    if (length === null) return null
    at = length.next
    if ((tag.value & 7) === 0) continue
    if ((tag.value & 7) !== 2) return null
    const end = at + length.value
    if (end > ciphertext.length) return null
    if (tag.value >>> 3 === IDENTITY_KEY_FIELD) {
      return length.value === IDENTITY_KEY_BYTES ? ciphertext.slice(at, end) : null
    }
    at = end
  }
  return null
}

function varint(bytes: Uint8Array, from: number): { value: number; next: number } | null {
  let value = 0
  for (let index = 0; index < 5; index++) {
    const byte = bytes[from + index]
    if (byte === undefined) return null
    value += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) return { value, next: from + index + 1 }
  }
  return null
}

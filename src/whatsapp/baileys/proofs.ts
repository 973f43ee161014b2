import { createHash } from 'node:crypto'

type Verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean

/** WhatsApp has a handful of chains, with two signatures each. */
const PROOFS_KEPT = 16

/**
 * Remembers which signatures were found good, by all the bytes that the verdict depends on. A bad one is never
 * remembered: whatever differs by a bit is checked itself.
 */
export function rememberProofs(verify: Verify): Verify {
  const proven = new Set<string>()
  return (publicKey, message, signature) => {
    const name = nameOf(publicKey, message, signature)
    if (proven.has(name)) return true
    if (!verify(publicKey, message, signature)) return false
    const [oldest] = proven
    if (proven.size >= PROOFS_KEPT && oldest !== undefined) proven.delete(oldest)
    proven.add(name)
    return true
  }
}

/** The lengths are hashed too: bytes that moved from one part to the next are another claim. */
function nameOf(...parts: Uint8Array[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length} `).update(part)
  return hash.digest('base64')
}

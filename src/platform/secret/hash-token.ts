import { createHmac, type KeyObject } from 'node:crypto'

/**
 * A token as it is kept and looked up: HMAC-SHA-256 under the secret key, in hex. Whoever reads the store alone can
 * neither use it nor test guesses against it.
 */
export function hashToken(key: Uint8Array | KeyObject, token: string): string {
  return createHmac('sha256', key).update('formwire token\0').update(token).digest('hex')
}

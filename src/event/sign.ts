import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { Random } from '../kernel/id.ts'

const PREFIX = 'whsec_'
const SECRET_BYTES = 32

/** A new signing secret as receivers' libraries read it: `whsec_` and 32 bytes in base64 (Standard Webhooks). */
export function newSecret(random: Random): string {
  return `${PREFIX}${Buffer.from(random.bytes(SECRET_BYTES)).toString('base64')}`
}

/** The key in a secret. */
export type KeyOf = (secret: string) => KeyObject

export const makeKey: KeyOf = (secret) => createSecretKey(secret.slice(PREFIX.length), 'base64')

const MOST_KEYS = 1_000

/** As `makeKey`, of which what it made last is remembered: making a key takes four times as long as signing with it. */
export function rememberKeys(): KeyOf {
  const keys = new Map<string, KeyObject>()
  return (secret) => {
    const known = keys.get(secret)
    if (known) return known
    const made = makeKey(secret)
    if (keys.size >= MOST_KEYS) keys.clear()
    keys.set(secret, made)
    return made
  }
}

/**
 * The three headers of Standard Webhooks (https://www.standardwebhooks.com): HMAC-SHA-256 over
 * `<id>.<unix seconds>.<body>`, one `v1,<base64>` for each key.
 */
export function signedHeaders(
  keys: readonly KeyObject[],
  message: { id: string; atMs: number; body: string },
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const seconds = String(Math.floor(message.atMs / 1000))
  const signatures = keys.map((key) => {
    const signed = createHmac('sha256', key).update(`${message.id}.${seconds}.`).update(message.body)
    return `v1,${signed.digest('base64')}`
  })
  return { 'webhook-id': message.id, 'webhook-timestamp': seconds, 'webhook-signature': signatures.join(' ') }
}

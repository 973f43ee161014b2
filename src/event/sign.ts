import { createHmac } from 'node:crypto'
import type { Random } from '../kernel/id.ts'

const PREFIX = 'whsec_'
const SECRET_BYTES = 32

/** A new signing secret as receivers' libraries read it: `whsec_` and 32 bytes in base64 (Standard Webhooks). */
export function newSecret(random: Random): string {
  return `${PREFIX}${Buffer.from(random.bytes(SECRET_BYTES)).toString('base64')}`
}

/**
 * The three headers of Standard Webhooks (https://www.standardwebhooks.com): HMAC-SHA-256 over
 * `<id>.<unix seconds>.<body>`, one `v1,<base64>` for each secret.
 */
export function signedHeaders(
  secrets: readonly string[],
  message: { id: string; atMs: number; body: string },
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const seconds = String(Math.floor(message.atMs / 1000))
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${message.id}.${seconds}.${message.body}`).digest('base64')}`
  })
  return { 'webhook-id': message.id, 'webhook-timestamp': seconds, 'webhook-signature': signatures.join(' ') }
}

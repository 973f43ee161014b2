import type { Webhook } from './store.ts'

interface Place {
  table: string
  column: string
  row: string
}

/** What seals a webhook's secrets in the store. */
export interface WebhookSealer {
  sealText(place: Place, plain: string): Uint8Array
  openText(place: Place, box: Uint8Array): string
}

const MOST_REMEMBERED = 1_000

/**
 * A sealer that remembers what it opened last of each place: every attempt asks for the same. A box that was sealed anew is
 * another box, so nothing that was replaced is given any more.
 */
export function rememberOpened(sealer: WebhookSealer): WebhookSealer {
  const opened = new Map<string, { box: Uint8Array; plain: string }>()
  return {
    sealText: (place, plain) => sealer.sealText(place, plain),
    openText(place, box) {
      const key = `${place.column} ${place.row}`
      const known = opened.get(key)
      if (known && Buffer.compare(known.box, box) === 0) return known.plain
      const plain = sealer.openText(place, box)
      if (opened.size >= MOST_REMEMBERED) opened.clear()
      opened.set(key, { box, plain })
      return plain
    },
  }
}

export function sealSecret(sealer: WebhookSealer, webhookId: string, secret: string): Uint8Array {
  return sealer.sealText(secretPlace(webhookId), secret)
}

/** The signing secret, `whsec_…`. */
export function openSecret(sealer: WebhookSealer, webhook: Webhook): string {
  return sealer.openText(secretPlace(webhook.id), webhook.sealed_secret)
}

/** A box for the secret of a webhook that signs beside a new one. */
export function sealPrevious(sealer: WebhookSealer, webhookId: string, secret: string): Uint8Array {
  return sealer.sealText(previousPlace(webhookId), secret)
}

/** The secrets that sign at `now`, Unix milliseconds: the new one first, then the one before while its day lasts. */
export function openSecrets(sealer: WebhookSealer, webhook: Webhook, now: number): string[] {
  const { sealed_previous_secret: box, previous_secret_until: until } = webhook
  const secret = openSecret(sealer, webhook)
  if (box === null || until === null || now >= until) return [secret]
  return [secret, sealer.openText(previousPlace(webhook.id), box)]
}

/** A box for the receiver's own credential; null for the empty one. */
export function sealAuthorization(sealer: WebhookSealer, webhookId: string, authorization: string): Uint8Array | null {
  return authorization === '' ? null : sealer.sealText(authorizationPlace(webhookId), authorization)
}

/** The header `Authorization` as it was given; empty when there is none. */
export function openAuthorization(sealer: WebhookSealer, webhook: Webhook): string {
  const { sealed_authorization: box } = webhook
  return box === null ? '' : sealer.openText(authorizationPlace(webhook.id), box)
}

function secretPlace(row: string): Place {
  return { table: 'webhook', column: 'sealed_secret', row }
}

function previousPlace(row: string): Place {
  return { table: 'webhook', column: 'sealed_previous_secret', row }
}

function authorizationPlace(row: string): Place {
  return { table: 'webhook', column: 'sealed_authorization', row }
}

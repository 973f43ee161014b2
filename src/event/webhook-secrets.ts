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

/** A secret that was replaced, and until when it signs beside the new one: Unix milliseconds. */
export interface Replaced {
  secret: string
  until: number
}

/** A box for all of them: a line each, `<until> <secret>`. */
export function sealReplaced(sealer: WebhookSealer, webhookId: string, replaced: readonly Replaced[]): Uint8Array {
  const lines = replaced.map(({ secret, until }) => `${until} ${secret}`)
  return sealer.sealText(previousPlace(webhookId), lines.join('\n'))
}

/** The replaced secrets that still sign at `now`, Unix milliseconds, in the order in which they were sealed. */
export function openReplaced(sealer: WebhookSealer, webhook: Webhook, now: number): Replaced[] {
  const { sealed_previous_secret: box, previous_secret_until: last } = webhook
  if (box === null || last === null || now >= last) return []
  const lines = sealer.openText(previousPlace(webhook.id), box).split('\n')
  return lines.map((line) => readReplaced(line, last)).filter(({ until }) => now < until)
}

/** One that stands without its time was sealed when there was one at most. */
function readReplaced(line: string, last: number): Replaced {
  const [until, secret] = line.split(' ')
  return secret === undefined ? { secret: line, until: last } : { secret, until: Number(until) }
}

/** The secrets that sign at `now`, Unix milliseconds: the new one first, then those that it replaced within a day. */
export function openSecrets(sealer: WebhookSealer, webhook: Webhook, now: number): string[] {
  return [openSecret(sealer, webhook), ...openReplaced(sealer, webhook, now).map(({ secret }) => secret)]
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

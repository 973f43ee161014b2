import type { Clock } from '../kernel/clock.ts'
import { problem } from '../kernel/errors.ts'
import type { Random } from '../kernel/id.ts'
import type { Store } from '../platform/db/store.ts'
import { newSecret } from './sign.ts'
import { findWebhook, updateWebhook } from './store.ts'
import {
  openReplaced,
  openSecret,
  type Replaced,
  sealReplaced,
  sealSecret,
  type WebhookSealer,
} from './webhook-secrets.ts'
import { viewWebhook, type WebhookView } from './webhook-view.ts'

export interface RotateSecretDeps {
  store: Pick<Store, 'write'>
  clock: Clock
  random: Random
  sealer: WebhookSealer
  onWebhookChanged(webhookId: string, isElsewhere: boolean): void
}

const BOTH_SIGN_MS = 24 * 60 * 60 * 1000

/** Their signatures stand in one header. */
const MOST_REPLACED = 8

/**
 * Gives a webhook a new secret, and shows it. The one that it replaces signs beside it for 24 hours, and those before it
 * until their day is over: a caller who lost the answer may ask again, and the receiver knows only the first.
 * @throws webhook_not_found
 */
export function rotateSecret(deps: RotateSecretDeps, instanceId: string, label: string): Promise<WebhookView> {
  const { store, clock, random, sealer } = deps
  return store.write(async (transaction) => {
    const { sql } = transaction
    const webhook = await findWebhook(sql, instanceId, label)
    if (!webhook) throw problem('webhook_not_found')
    const now = clock.now()
    const secret = newSecret(random)
    const until = now + BOTH_SIGN_MS
    const replaced = [{ secret: openSecret(sealer, webhook), until }, ...openReplaced(sealer, webhook, now)]
    const change = {
      sealed_secret: sealSecret(sealer, webhook.id, secret),
      sealed_previous_secret: sealReplaced(sealer, webhook.id, fewest(replaced)),
      previous_secret_until: until,
      updated_at: now,
    }
    await updateWebhook(sql, webhook.id, change)
    transaction.afterCommit(() => deps.onWebhookChanged(webhook.id, false))
    return { ...viewWebhook(sealer, { ...webhook, ...change }), secret }
  })
}

/** Of too many, newest first, the oldest stays: it is the one that receivers are sure to know. */
function fewest(replaced: readonly Replaced[]): readonly Replaced[] {
  if (replaced.length <= MOST_REPLACED) return replaced
  return [...replaced.slice(0, MOST_REPLACED - 1), ...replaced.slice(-1)]
}

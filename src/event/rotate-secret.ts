import type { Clock } from '../kernel/clock.ts'
import { problem } from '../kernel/errors.ts'
import type { Random } from '../kernel/id.ts'
import type { Store } from '../platform/db/store.ts'
import { newSecret } from './sign.ts'
import { findWebhook, updateWebhook } from './store.ts'
import { openSecret, sealPrevious, sealSecret, type WebhookSealer } from './webhook-secrets.ts'
import { viewWebhook, type WebhookView } from './webhook-view.ts'

export interface RotateSecretDeps {
  store: Pick<Store, 'write'>
  clock: Clock
  random: Random
  sealer: WebhookSealer
}

const BOTH_SIGN_MS = 24 * 60 * 60 * 1000

/**
 * Gives a webhook a new secret, and shows it. The one that it replaces signs beside it for 24 hours; the one before
 * that, if its day is not over, ends now.
 * @throws webhook_not_found
 */
export function rotateSecret(deps: RotateSecretDeps, instanceId: string, label: string): Promise<WebhookView> {
  const { store, clock, random, sealer } = deps
  return store.write(async ({ sql }) => {
    const webhook = await findWebhook(sql, instanceId, label)
    if (!webhook) throw problem('webhook_not_found')
    const now = clock.now()
    const secret = newSecret(random)
    const change = {
      sealed_secret: sealSecret(sealer, webhook.id, secret),
      sealed_previous_secret: sealPrevious(sealer, webhook.id, openSecret(sealer, webhook)),
      previous_secret_until: now + BOTH_SIGN_MS,
      updated_at: now,
    }
    await updateWebhook(sql, webhook.id, change)
    return { ...viewWebhook(sealer, { ...webhook, ...change }), secret }
  })
}

import type { Clock } from '../kernel/clock.ts'
import { problem, problemWith } from '../kernel/errors.ts'
import { newId, type Random } from '../kernel/id.ts'
import type { Store, Transaction } from '../platform/db/store.ts'
import type { Egress } from '../platform/egress/egress.ts'
import { cancelSome, cancelWaiting } from './cancel-waiting.ts'
import type { DeliveryCounts } from './counts.ts'
import type { WebhookInput } from './schema.ts'
import { newSecret } from './sign.ts'
import { findEnabled, findWebhook, insertWebhook, updateWebhook, type Webhook } from './store.ts'
import { hastenPending } from './store-webhooks.ts'
import { openAuthorization, openSecret, sealAuthorization, sealSecret, type WebhookSealer } from './webhook-secrets.ts'
import { viewWebhook, type WebhookView } from './webhook-view.ts'

export interface ConfigureWebhookDeps {
  store: Pick<Store, 'read' | 'write'>
  clock: Clock
  random: Random
  sealer: WebhookSealer
  egress: Pick<Egress, 'checkAddress'>
  /** Told after the commit; `isElsewhere`: with another address or credential. */
  onWebhookChanged(webhookId: string, isElsewhere: boolean): void
  onWebhookResumed(webhookId: string): void
  onWebhookEnded(webhookId: string): void
  counts?: DeliveryCounts | undefined
}

const MOST_ENABLED = 3

/**
 * Makes or replaces the webhook with this label. What is not given takes its default; a URL that is not given stays.
 * `enabled:false` keeps the row and its secret, clears the rest and cancels what waits. A webhook that was paused for its
 * failures goes on with what waits, the oldest first and at once; one that was paused by hand stays so. The secret is
 * shown at creation alone.
 * @throws address_refused, request_invalid, webhook_limit_reached
 */
export async function configureWebhook(
  deps: ConfigureWebhookDeps,
  instanceId: string,
  input: WebhookInput,
): Promise<WebhookView> {
  const { store, sealer } = deps
  if (input.enabled && input.url !== undefined) {
    const verdict = await deps.egress.checkAddress(input.url)
    if (verdict.type === 'refused') {
      throw problemWith({ details: [{ path: 'url', message: verdict.detail }] }, 'address_refused', verdict.detail)
    }
  }
  let done = await store.write((transaction) => upsert(deps, transaction, instanceId, input))
  while (done === null) done = await store.write((transaction) => upsert(deps, transaction, instanceId, input))
  const { webhook, isNew, leavesMore } = done
  if (leavesMore) await cancelWaiting(deps, webhook.id)
  const view = viewWebhook(sealer, webhook)
  return isNew ? { ...view, secret: openSecret(sealer, webhook) } : view
}

/** What was done, and whether more waits than was cancelled with it; null: what waited has to be cancelled first. */
async function upsert(
  deps: ConfigureWebhookDeps,
  transaction: Transaction,
  instanceId: string,
  input: WebhookInput,
): Promise<{ webhook: Webhook; isNew: boolean; leavesMore: boolean } | null> {
  const { clock, random, sealer } = deps
  const { sql } = transaction
  const now = clock.now()
  const known = await findWebhook(sql, instanceId, input.label)
  const id = known?.id ?? newId('whk', now, random)
  const wanted = input.enabled
    ? { ...input, url: input.url ?? known?.url ?? '' }
    : { enabled: false, url: '', authorization: '', byEvents: false, events: [], mediaBase64: false }
  if (input.enabled) {
    if (wanted.url === '') throw missingUrl()
    const others = (await findEnabled(sql, instanceId)).filter((webhook) => webhook.id !== id)
    if (others.length >= MOST_ENABLED) throw problem('webhook_limit_reached')
    // What was waiting when it was switched off does not go out because it is on again.
    if (known?.enabled === 0 && (await cancelSome(deps, transaction, id, now))) return null
  }
  const staysPaused = input.enabled && known?.enabled === 1 && known.pause_reason === 'by_hand'
  const settings = {
    enabled: wanted.enabled ? 1 : 0,
    url: wanted.url,
    sealed_authorization: sealAuthorization(sealer, id, wanted.authorization),
    by_events: wanted.byEvents ? 1 : 0,
    events: JSON.stringify(wanted.events),
    media_base64: wanted.mediaBase64 ? 1 : 0,
    failing_since: null,
    paused_at: staysPaused ? known.paused_at : null,
    pause_reason: staysPaused ? known.pause_reason : null,
    updated_at: now,
  }
  const isElsewhere = !known || known.url !== wanted.url || openAuthorization(sealer, known) !== wanted.authorization
  transaction.afterCommit(() => {
    if (!input.enabled) return deps.onWebhookEnded(id)
    deps.onWebhookChanged(id, isElsewhere)
    if (!staysPaused) deps.onWebhookResumed(id)
  })
  if (known) {
    await updateWebhook(sql, id, settings)
    const leavesMore = !input.enabled && (await cancelSome(deps, transaction, id, now))
    if (input.enabled && known.paused_at !== null && !staysPaused) await hastenPending(sql, id)
    return { webhook: { ...known, ...settings }, isNew: false, leavesMore }
  }
  const sealed_secret = sealSecret(sealer, id, newSecret(random))
  const row = {
    id,
    instance_id: instanceId,
    label: input.label,
    sealed_secret,
    sealed_previous_secret: null,
    previous_secret_until: null,
    created_at: now,
    ...settings,
  }
  await insertWebhook(sql, row)
  return { webhook: row, isNew: true, leavesMore: false }
}

function missingUrl() {
  const message = 'is required for an enabled webhook'
  return problemWith({ details: [{ path: 'url', message }] }, 'address_refused', message)
}

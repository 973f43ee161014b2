import type { Clock } from '../kernel/clock.ts'
import { problem } from '../kernel/errors.ts'
import type { Store, Transaction } from '../platform/db/store.ts'
import type { Log } from '../platform/log.ts'
import { findWebhook, updateWebhook, type Webhook } from './store.ts'
import { hastenPending } from './store-webhooks.ts'
import type { WebhookSealer } from './webhook-secrets.ts'
import { viewWebhook, type WebhookView } from './webhook-view.ts'

export interface PauseByHandDeps {
  store: Pick<Store, 'write'>
  clock: Clock
  log: Log
  sealer: WebhookSealer
  /** Told after the commit. */
  onWebhookPaused(webhookId: string): void
  onWebhookResumed(webhookId: string): void
}

/**
 * Pauses a webhook until it is resumed here, or lets a paused one go on with all that waits, the oldest first and at
 * once, whatever it was paused for. Nothing is called from the answer on; a call under way ends as it would. Asking for
 * what is so already changes nothing, but that one that was paused for its failures stays paused when it is configured.
 * Neither counts as configuring it: a 410 to a call that began before still switches it off.
 * @throws webhook_not_found, webhook_switched_off
 */
export function pauseByHand(
  deps: PauseByHandDeps,
  instanceId: string,
  { label, paused }: { label: string; paused: boolean },
): Promise<WebhookView> {
  return deps.store.write(async (transaction) => {
    const webhook = await findWebhook(transaction.sql, instanceId, label)
    if (!webhook) throw problem('webhook_not_found')
    if (webhook.enabled !== 1) throw problem('webhook_switched_off')
    const changed = paused ? await pause(deps, transaction, webhook) : await resume(deps, transaction, webhook)
    return viewWebhook(deps.sealer, changed)
  })
}

async function pause(deps: PauseByHandDeps, transaction: Transaction, webhook: Webhook): Promise<Webhook> {
  const { clock, log } = deps
  if (webhook.pause_reason === 'by_hand') return webhook
  const change = { paused_at: webhook.paused_at ?? clock.now(), pause_reason: 'by_hand' as const }
  const { id, instance_id: instanceId } = webhook
  await updateWebhook(transaction.sql, id, change)
  transaction.afterCommit(() => {
    deps.onWebhookPaused(id)
    log.info({ instanceId, webhookId: id }, 'a webhook was paused by hand')
  })
  return { ...webhook, ...change }
}

async function resume({ log, ...deps }: PauseByHandDeps, transaction: Transaction, webhook: Webhook): Promise<Webhook> {
  if (webhook.paused_at === null) return webhook
  const change = { paused_at: null, pause_reason: null, failing_since: null }
  const { id, instance_id: instanceId } = webhook
  await updateWebhook(transaction.sql, id, change)
  await hastenPending(transaction.sql, id)
  transaction.afterCommit(() => {
    deps.onWebhookResumed(id)
    log.info({ instanceId, webhookId: id }, 'a paused webhook was resumed by hand')
  })
  return { ...webhook, ...change }
}

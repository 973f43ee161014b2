import { toIso } from '../kernel/clock.ts'
import type { Announcement } from '../kernel/event.ts'
import type { Transaction } from '../platform/db/store.ts'
import type { Log } from '../platform/log.ts'
import { judgeFailure } from './domain/failing.ts'
import type { Verdict } from './domain/verdict.ts'
import { updateWebhook } from './store.ts'
import { endFailing, findUnpaused } from './store-webhooks.ts'

/**
 * By webhook: since when this process has seen it only fail, Unix milliseconds; null: the store is known to say that
 * it does not. Of webhooks that are not in it nothing is known.
 */
export type Seen = Map<string, number | null>

export interface PauseWebhookDeps {
  announce(transaction: Transaction, announcement: Announcement): Promise<void>
  log: Log
  seen: Seen
  /** Webhooks that are paused: nothing is attempted. */
  paused: Set<string>
}

/**
 * Keeps since when a webhook has only failed, in the transaction that keeps what an attempt came to, and pauses it
 * after five days. Successes of a webhook that does not fail cost nothing.
 */
export async function followFailing(
  deps: PauseWebhookDeps,
  transaction: Transaction,
  { webhookId, verdict, now }: { webhookId: string; verdict: Verdict['type']; now: number },
): Promise<void> {
  switch (verdict) {
    case 'gone':
      return
    case 'delivered':
      return noteSuccess(deps, transaction, webhookId)
    case 'retry':
    case 'dead':
      return noteFailure(deps, transaction, webhookId, now)
  }
}

async function noteSuccess({ seen }: PauseWebhookDeps, transaction: Transaction, webhookId: string): Promise<void> {
  if (seen.get(webhookId) === null) return
  await endFailing(transaction.sql, webhookId)
  transaction.afterCommit(() => seen.set(webhookId, null))
}

async function noteFailure(
  deps: PauseWebhookDeps,
  transaction: Transaction,
  webhookId: string,
  now: number,
): Promise<void> {
  const { seen, paused, log } = deps
  const { sql } = transaction
  const seenSince = seen.get(webhookId) ?? now
  // At once for the units behind this one, and after the commit for those before it, whose success is told only then.
  seen.set(webhookId, seenSince)
  transaction.afterCommit(() => seen.set(webhookId, seenSince))
  const webhook = await findUnpaused(sql, webhookId)
  if (!webhook) return
  const { instance_id: instanceId, label, failing_since: since } = webhook
  const failure = judgeFailure(since, seenSince, now)
  if (failure === 'first') return updateWebhook(sql, webhookId, { failing_since: now })
  if (failure === 'another') return
  const reason = 'five_days_of_failures'
  await updateWebhook(sql, webhookId, { paused_at: now, pause_reason: reason })
  const data = { label, timestamp: toIso(now), reason }
  await deps.announce(transaction, {
    instanceId,
    event: { type: 'webhook.paused', data },
    orderKey: null,
    messageId: null,
  })
  transaction.afterCommit(() => {
    paused.add(webhookId)
    log.warn({ instanceId, webhookId }, 'a webhook was paused, for it has only failed for five days')
  })
}

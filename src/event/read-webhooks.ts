import { problem } from '../kernel/errors.ts'
import type { Store } from '../platform/db/store.ts'
import { findSetups, findWebhook, findWebhooks } from './store.ts'
import type { WebhookSealer } from './webhook-secrets.ts'
import { viewWebhook, viewWebsocket, type WebhookView, type WebsocketView } from './webhook-view.ts'

export interface ReadWebhooksDeps {
  store: Pick<Store, 'read'>
  sealer: WebhookSealer
}

export async function readWebhooks(deps: ReadWebhooksDeps, instanceId: string): Promise<WebhookView[]> {
  const webhooks = await findWebhooks(deps.store.read, instanceId)
  return webhooks.map((webhook) => viewWebhook(deps.sealer, webhook))
}

/** @throws webhook_not_found */
export async function readWebhook(deps: ReadWebhooksDeps, instanceId: string, label: string): Promise<WebhookView> {
  const webhook = await findWebhook(deps.store.read, instanceId, label)
  if (!webhook) throw problem('webhook_not_found')
  return viewWebhook(deps.sealer, webhook)
}

/** What the list of instances shows of each: its webhook `default` and its WebSocket. */
export async function describeSetups(
  deps: ReadWebhooksDeps,
  instanceIds: readonly string[],
): Promise<Map<string, { webhook: WebhookView | null; websocket: WebsocketView | null }>> {
  const { webhooks, websockets } = await findSetups(deps.store.read, instanceIds, 'default')
  const webhookOf = new Map(webhooks.map((webhook) => [webhook.instance_id, viewWebhook(deps.sealer, webhook)]))
  const websocketOf = new Map(websockets.map((websocket) => [websocket.instance_id, viewWebsocket(websocket)]))
  return new Map(
    instanceIds.map((id) => [id, { webhook: webhookOf.get(id) ?? null, websocket: websocketOf.get(id) ?? null }]),
  )
}

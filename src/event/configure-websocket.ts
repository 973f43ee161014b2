import { problem } from '../kernel/errors.ts'
import type { Store } from '../platform/db/store.ts'
import type { WebsocketInput } from './schema.ts'
import { findWebsocket, keepWebsocket, type Websocket } from './store.ts'
import { viewWebsocket, type WebsocketView } from './webhook-view.ts'

export interface ConfigureWebsocketDeps {
  store: Pick<Store, 'read' | 'write'>
  /** Told after the commit: open sockets follow the new configuration. */
  onWebsocketChanged(websocket: Websocket): void
}

/** Switches the WebSocket of an instance on or off. What is not given takes its default. */
export async function configureWebsocket(
  deps: ConfigureWebsocketDeps,
  instanceId: string,
  input: WebsocketInput,
): Promise<WebsocketView> {
  const websocket = {
    instance_id: instanceId,
    enabled: input.enabled ? 1 : 0,
    events: JSON.stringify(input.events),
    media_base64: input.mediaBase64 ? 1 : 0,
  }
  await deps.store.write(async (transaction) => {
    await keepWebsocket(transaction.sql, websocket)
    transaction.afterCommit(() => deps.onWebsocketChanged(websocket))
  })
  return viewWebsocket(websocket)
}

/** @throws websocket_not_configured */
export async function readWebsocket(store: Pick<Store, 'read'>, instanceId: string): Promise<WebsocketView> {
  const websocket = await findWebsocket(store.read, instanceId)
  if (!websocket) throw problem('websocket_not_configured')
  return viewWebsocket(websocket)
}

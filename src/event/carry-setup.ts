import type { CarriedSetup } from '../instance/index.ts'
import { FormwireError } from '../kernel/errors.ts'
import { type ConfigureWebhookDeps, configureWebhook } from './configure-webhook.ts'
import { type ConfigureWebsocketDeps, configureWebsocket } from './configure-websocket.ts'
import { type PauseByHandDeps, pauseByHand } from './pause-by-hand.ts'
import { readWebhookInput, readWebsocketInput } from './schema.ts'
import { findWebhook, findWebhooks, findWebsocket, updateWebhook } from './store.ts'
import { openSecret, sealSecret } from './webhook-secrets.ts'
import { viewWebhook, viewWebsocket } from './webhook-view.ts'

export type CarrySetupDeps = ConfigureWebhookDeps & ConfigureWebsocketDeps & PauseByHandDeps

/** The webhooks and the WebSocket of an instance, with their secrets in clear. */
export async function takeSetup(
  { store, sealer }: Pick<CarrySetupDeps, 'store' | 'sealer'>,
  instanceId: string,
): Promise<CarriedSetup> {
  const webhooks = await findWebhooks(store.read, instanceId)
  const websocket = await findWebsocket(store.read, instanceId)
  return {
    webhooks: webhooks.map((webhook) => ({
      ...viewWebhook(sealer, webhook),
      secret: openSecret(sealer, webhook),
    })),
    websocket: websocket && viewWebsocket(websocket),
  }
}

/**
 * Configures what `takeSetup` gave, under the same signing secrets. What cannot be configured here, such as an address
 * that this server may not call, is left out: a sentence for each comes back.
 */
export async function bringSetup(deps: CarrySetupDeps, instanceId: string, setup: CarriedSetup): Promise<string[]> {
  const problems: string[] = []
  const orNote = async (what: string, configure: () => Promise<unknown>) => {
    try {
      await configure()
    } catch (error) {
      if (!(error instanceof FormwireError)) throw error
      problems.push(`${what} could not be configured: ${error.message}`)
    }
  }
  for (const { secret, pausedReason, ...webhook } of setup.webhooks) {
    await orNote(`The webhook "${webhook.label}"`, async () => {
      await configureWebhook(deps, instanceId, readWebhookInput({ ...webhook }))
      await keepSecret(deps, instanceId, webhook.label, secret)
      if (pausedReason === 'by_hand') {
        await pauseByHand(deps, instanceId, { label: webhook.label, paused: true })
      }
    })
  }
  const { websocket } = setup
  if (websocket) {
    await orNote('The WebSocket', () => configureWebsocket(deps, instanceId, readWebsocketInput({ ...websocket })))
  }
  return problems
}

/** Receivers go on checking with the secret that they have. */
async function keepSecret(deps: CarrySetupDeps, instanceId: string, label: string, secret: string): Promise<void> {
  await deps.store.write(async ({ sql }) => {
    const webhook = await findWebhook(sql, instanceId, label)
    if (!webhook) return
    await updateWebhook(sql, webhook.id, { sealed_secret: sealSecret(deps.sealer, webhook.id, secret) })
  })
}

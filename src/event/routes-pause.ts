import { instanceParams as params } from '../instance/index.ts'
import type { App } from '../platform/http/index.ts'
import { type PauseByHandDeps, pauseByHand } from './pause-by-hand.ts'
import { pausedReply, pauseInputSchema } from './schema-pause.ts'

const PAUSE = `While it is paused nothing is posted to it; it keeps its URL, its settings, its secret and its place among the three, and
what happens waits for it. A call under way when it is paused ends as it would. Resumed, it gets everything that waits, the
oldest first and at once. Deliveries that you replay wait too; a test is posted at once, paused or not.

A pause by hand ends only here, or when the webhook is switched off: configuring it, or a restart, leaves it paused. What was
paused after five days of failures can be resumed here too. Asking for what is so already changes nothing. What waits
longer than the server keeps deliveries becomes \`dead\`.`

/** `/api/events/pauseWebhook`. */
export function registerPauseRoute(app: App, deps: PauseByHandDeps): void {
  app.post(
    '/api/events/pauseWebhook/:instance',
    {
      config: { errors: ['webhook_not_found', 'webhook_switched_off'] },
      schema: {
        tags: ['Events'],
        summary: 'Pause a webhook, or let it go on',
        description: PAUSE,
        params,
        body: pauseInputSchema,
        response: { 200: pausedReply },
      },
    },
    async (request) => {
      const webhook = await pauseByHand(deps, request.instance.id, request.body)
      return { success: true as const, message: webhook.paused ? 'Webhook paused' : 'Webhook resumed', webhook }
    },
  )
}

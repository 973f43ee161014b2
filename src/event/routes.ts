import { instanceParams as params } from '../instance/index.ts'
import type { App } from '../platform/http/index.ts'
import { type ConfigureWebhookDeps, configureWebhook } from './configure-webhook.ts'
import { type ConfigureWebsocketDeps, configureWebsocket, readWebsocket } from './configure-websocket.ts'
import type { PauseByHandDeps } from './pause-by-hand.ts'
import { readWebhook, readWebhooks } from './read-webhooks.ts'
import { type DeliveryRoutesDeps, registerDeliveryRoutes } from './routes-deliveries.ts'
import { registerPauseRoute } from './routes-pause.ts'
import { registerSecretRoute } from './routes-secret.ts'
import { registerSocketRoute } from './routes-socket.ts'
import { labelQuery, webhookInputSchema, websocketInputSchema } from './schema.ts'
import { ticketReply, webhookReply, webhooksReply, websocketReply } from './schema-replies.ts'
import type { Sockets } from './sockets.ts'
import { TICKET_SECONDS, type Tickets } from './tickets.ts'

export type EventRoutesDeps = ConfigureWebhookDeps &
  ConfigureWebsocketDeps &
  PauseByHandDeps &
  DeliveryRoutesDeps & { sockets: Pick<Sockets, 'admit'>; tickets: Pick<Tickets, 'issue'> }

const tags = ['Events']
const success = true as const

const WEBHOOKS = `Makes or replaces the webhook with this label: what is not given takes its default, a URL that is not given stays.
At most 3 can be enabled, paused ones among them. The URL must lead to a public address unless the operator opened others.

A delivery is a \`POST\` of one event as JSON, with \`Authorization\` as you set it and the Standard Webhooks headers
\`webhook-id\`, \`webhook-timestamp\` and \`webhook-signature\`: check them with the \`secret\`, which is shown when the webhook
is made. Any 2xx within 15 seconds is success; redirects are not followed; 410 switches the webhook off. Everything else
is tried again after about 5 s, 30 s, 2 min, 10 min, 30 min, 2 h, 5 h, 10 h, 14 h and 20 h, with \`Retry-After\` honoured,
then it is \`dead\`. Deliveries of one chat keep their order. An event may come twice: remember \`webhook-id\`.

After five days in which every attempt failed, a webhook is \`paused\`: nothing is posted to it, and what happens waits for
it. The event \`webhook.paused\` goes to the other webhooks and the WebSocket that name it. Configuring the webhook again
resumes it, at once and with the oldest; the five days begin anew whenever it is configured. One that you paused
yourself (\`POST /api/events/pauseWebhook/{instance}\`) stays paused. What waits for a paused webhook
longer than the server keeps deliveries becomes \`dead\`.

With \`enabled: false\` nothing is posted any more from this answer on: calls under way are broken off, and what waits is
\`cancelled\`. Another URL takes over what waits.`

/** `/api/events` and the plain side of `/ws`. */
export function registerEventRoutes(app: App, deps: EventRoutesDeps): void {
  app.post(
    '/api/events/webhook/:instance',
    {
      config: { errors: ['address_refused', 'webhook_limit_reached'] },
      schema: {
        tags,
        summary: 'Configure a webhook',
        description: WEBHOOKS,
        params,
        body: webhookInputSchema,
        response: { 200: webhookReply },
      },
    },
    async (request) => {
      const webhook = await configureWebhook(deps, request.instance.id, request.body)
      return { success, message: 'Webhook configured', webhook }
    },
  )

  for (const url of ['/api/events/getWebhook/:instance', '/api/events/webhook/:instance']) {
    app.get(
      url,
      {
        config: { errors: ['webhook_not_found'] },
        schema: {
          tags,
          summary: 'Read webhooks, all or the one with a label',
          description: 'Under both addresses, `getWebhook` and `webhook`. Secrets are not shown again.',
          params,
          querystring: labelQuery,
          response: { 200: webhooksReply },
        },
      },
      async (request) => {
        const { label } = request.query
        if (label !== undefined) {
          return { success, message: 'Webhook found', webhook: await readWebhook(deps, request.instance.id, label) }
        }
        return { success, message: 'Webhooks found', webhooks: await readWebhooks(deps, request.instance.id) }
      },
    )
  }

  app.post(
    '/api/events/websocket/:instance',
    {
      schema: {
        tags,
        summary: 'Switch the WebSocket on or off',
        description: 'What is not given takes its default. Open sockets follow the new configuration at once.',
        params,
        body: websocketInputSchema,
        response: { 200: websocketReply },
      },
    },
    async (request) => {
      const websocket = await configureWebsocket(deps, request.instance.id, request.body)
      return { success, message: 'WebSocket configured', websocket }
    },
  )

  app.get(
    '/api/events/getWebsocket/:instance',
    {
      config: { errors: ['websocket_not_configured'] },
      schema: {
        tags,
        summary: 'Read the WebSocket configuration',
        description: 'As it was given last.',
        params,
        response: { 200: websocketReply },
      },
    },
    async (request) => ({
      success,
      message: 'WebSocket found',
      websocket: await readWebsocket(deps.store, request.instance.id),
    }),
  )

  app.post(
    '/api/events/ticket/:instance',
    {
      config: { errors: ['too_many_waiting'] },
      schema: {
        tags,
        summary: 'Make a ticket that opens one WebSocket',
        description:
          'Good for one use within 30 seconds, as `?token=`: no token has to stand in a URL. The WebSocket ends with the token or session that asked for it.',
        params,
        response: { 200: ticketReply },
      },
    },
    async ({ instance, caller, session }) => ({
      success,
      message: 'Ticket issued',
      ticket: deps.tickets.issue({ instanceId: instance.id, holder: caller.type, session }),
      expiresIn: TICKET_SECONDS,
    }),
  )

  registerSecretRoute(app, deps)
  registerPauseRoute(app, deps)
  registerDeliveryRoutes(app, deps)
  registerSocketRoute(app, deps)
}

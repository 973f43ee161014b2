import { z } from 'zod'
import { problem } from '../kernel/errors.ts'
import type { App } from '../platform/http/index.ts'
import { type ConfigureWebhookDeps, configureWebhook } from './configure-webhook.ts'
import { type ConfigureWebsocketDeps, configureWebsocket, readWebsocket } from './configure-websocket.ts'
import { listDeliveries } from './list-deliveries.ts'
import { readWebhook, readWebhooks } from './read-webhooks.ts'
import {
  deliveriesQuery,
  deliveriesReply,
  labelQuery,
  ticketReply,
  webhookInputSchema,
  webhookReply,
  webhooksReply,
  websocketInputSchema,
  websocketReply,
} from './schema.ts'
import type { Sockets } from './sockets.ts'
import { TICKET_SECONDS, type Tickets } from './tickets.ts'

export type EventRoutesDeps = ConfigureWebhookDeps &
  ConfigureWebsocketDeps & { sockets: Pick<Sockets, 'admit'>; tickets: Pick<Tickets, 'issue'> }

const params = z.object({ instance: z.string() })
const tags = ['Events']
const success = true as const

/** `/api/events` and the plain side of `/ws`. */
export function registerEventRoutes(app: App, deps: EventRoutesDeps): void {
  app.post(
    '/api/events/webhook/:instance',
    {
      schema: {
        tags,
        summary: 'Configure a webhook',
        description:
          'Makes or replaces the webhook with this label. At most 3 can be enabled. Deliveries are signed as Standard ' +
          'Webhooks describe; `secret` is shown when the webhook is made.',
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
        schema: {
          tags,
          summary: 'Read webhooks, all or the one with a label',
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
    { schema: { tags, summary: 'Read the WebSocket configuration', params, response: { 200: websocketReply } } },
    async (request) => ({
      success,
      message: 'WebSocket found',
      websocket: await readWebsocket(deps.store, request.instance.id),
    }),
  )

  app.post(
    '/api/events/ticket/:instance',
    {
      schema: {
        tags,
        summary: 'A ticket that opens one WebSocket',
        description: 'Good for one use within 30 seconds, as `?token=`: no token has to stand in a URL.',
        params,
        response: { 200: ticketReply },
      },
    },
    async (request) => ({
      success,
      message: 'Ticket issued',
      ticket: deps.tickets.issue(request.instance.id),
      expiresIn: TICKET_SECONDS,
    }),
  )

  app.get(
    '/api/events/deliveries/:instance',
    {
      schema: {
        tags,
        summary: 'List deliveries, the newest first',
        params,
        querystring: deliveriesQuery,
        response: { 200: deliveriesReply },
      },
    },
    async (request) => {
      const { cursor, ...filter } = request.query
      const page = await listDeliveries(deps.store, request.instance.id, { ...filter, before: cursor })
      return { success, message: 'Deliveries found', ...page }
    },
  )

  for (const url of ['/ws/:instance', '/ws']) {
    app.get(url, { schema: { hide: true } }, async (request) => {
      await deps.sockets.admit(request.raw)
      throw problem('websocket_upgrade_required')
    })
  }
}

import { instanceParams as params } from '../instance/index.ts'
import { problem } from '../kernel/errors.ts'
import type { App } from '../platform/http/index.ts'
import { listDeliveries } from './list-deliveries.ts'
import { readDelivery } from './read-delivery.ts'
import { type ReplayDeps, replayDeliveries } from './replay-deliveries.ts'
import { deliveriesQuery, deliveriesReply } from './schema-deliveries.ts'
import { deliveryQuery, deliveryReply, testReply, testSchema } from './schema-delivery.ts'
import { replayReply, replaySchema } from './schema-replay.ts'
import { type TestWebhookDeps, testWebhook } from './test-webhook.ts'

export type DeliveryRoutesDeps = ReplayDeps & TestWebhookDeps

const tags = ['Events']
const success = true as const

const READ = `With what is sent, where to, and a log of its newest 50 attempts, which goes on over replays. \`body\` is the
envelope to the letter, but for \`instanceData.token\` (\`WEBHOOK_INCLUDE_TOKEN\`), which stands here as \`***\`. The header
\`Authorization\` and the signature are not shown. In what a receiver answered, credentials that it was sent are masked too.`

const REPLAY = `Those named in \`ids\`, or those of one webhook, by \`label\`: unless \`state\` says otherwise, what was given up
(\`dead\`) or cancelled. They are due at once, the oldest event first, with a fresh count of attempts; \`webhook-id\` stays
the id of the event, so a receiver that remembers ids takes none twice. What waits already, for its next attempt or for
another delivery of its chat, is due at once too.

\`replayed\` says how many there were: left out are tests, and deliveries whose event is no longer kept
(\`DELIVERY_RETENTION_DAYS\`). Erased answers go out without their values. A call that broke off did part of it: make it
again, what waits already is not queued twice.`

const TEST = `Posts one event \`webhook.test\`, signed and to the address as every other, and answers when its first attempt is
over, after 16 seconds at most: with a 200 whatever the receiver said, so look at \`delivery\`. It passes by what waits, is not
tried again, cannot be replayed, and says nothing about the health of the webhook; a 410 does not switch it off.`

/** `/api/events`: what was posted to webhooks, and what waits to be. */
export function registerDeliveryRoutes(app: App, deps: DeliveryRoutesDeps): void {
  app.get(
    '/api/events/deliveries/:instance',
    {
      schema: {
        tags,
        summary: 'List deliveries, the newest first',
        description:
          'What was posted to webhooks, waits to be, or was given up. Go on with `nextCursor` until it is `null`.',
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

  app.get(
    '/api/events/delivery/:instance',
    {
      config: { errors: ['delivery_not_found'] },
      schema: {
        tags,
        summary: 'Read a delivery and its attempts',
        description: READ,
        params,
        querystring: deliveryQuery,
        response: { 200: deliveryReply },
      },
    },
    async (request) => {
      const delivery = await readDelivery(deps, request.instance.id, request.query.id)
      return { success, message: 'Delivery found', delivery }
    },
  )

  app.post(
    '/api/events/replay/:instance',
    {
      config: { errors: ['delivery_not_found', 'webhook_not_found', 'webhook_switched_off', 'too_many_waiting'] },
      schema: {
        tags,
        summary: 'Queue deliveries again',
        description: REPLAY,
        params,
        body: replaySchema,
        response: { 202: replayReply },
      },
    },
    async (request, reply) => {
      if (!request.hold()) throw problem('too_many_waiting')
      const replayed = await replayDeliveries(deps, request.instance.id, request.body)
      return reply.code(202).send({ success, message: 'Deliveries queued again', replayed })
    },
  )

  app.post(
    '/api/events/test/:instance',
    {
      config: { errors: ['webhook_not_found', 'webhook_switched_off', 'too_many_waiting'] },
      schema: {
        tags,
        summary: 'Send a test event to a webhook',
        description: TEST,
        params,
        body: testSchema,
        response: { 200: testReply },
      },
    },
    async (request) => {
      if (!request.hold()) throw problem('too_many_waiting')
      const delivery = await testWebhook(deps, request.instance.id, request.body.label, request.hungUp)
      return { success, message: 'Webhook tested', delivery }
    },
  )
}

import { instanceParams as params } from '../instance/index.ts'
import type { Store } from '../platform/db/store.ts'
import type { App } from '../platform/http/index.ts'
import { listDeliveries } from './list-deliveries.ts'
import { deliveriesQuery, deliveriesReply } from './schema-deliveries.ts'

export interface DeliveryRoutesDeps {
  store: Pick<Store, 'read'>
}

const tags = ['Events']
const success = true as const

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
}

import type { App } from '../platform/http/index.ts'
import type { Log } from '../platform/log.ts'

/**
 * One line for each request that was answered: `info` when the answer was a 5xx, else `debug`. Of the URL it says the
 * route's pattern, of the caller nothing.
 */
export function registerRequestLog(app: App, log: Log): void {
  app.addHook('onResponse', async (request, reply) => {
    const level = reply.statusCode >= 500 ? 'info' : 'debug'
    const { method } = request
    const about = { method, route: request.routeOptions.url, status: reply.statusCode }
    log[level](
      { ...about, ms: Math.round(reply.elapsedTime), instanceId: request.instanceId },
      'a request was answered',
    )
  })
}

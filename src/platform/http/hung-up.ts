import type { ServerResponse } from 'node:http'
import type { FastifyRequest } from 'fastify'
import type { App } from './app-type.ts'
import { whenOver } from './response-end.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Aborted when the caller hangs up before the answer, or when the server stops: no reason to wait longer. */
    hungUp: AbortSignal
  }
}

/** Gives every request its `hungUp`; `stopping` ends all of them at once. Only those that are asked for cost anything. */
export function registerHungUp(app: App, stopping: AbortSignal): void {
  const responses = new WeakMap<FastifyRequest, ServerResponse>()
  const waiting = new Map<object, AbortController>()
  stopping.addEventListener('abort', () => {
    for (const controller of waiting.values()) controller.abort()
  })

  app.addHook('onRequest', async (request, reply) => {
    responses.set(request, reply.raw)
  })
  app.decorateRequest('hungUp', {
    getter(this: FastifyRequest) {
      const known = waiting.get(this)
      if (known) return known.signal
      const response = responses.get(this)
      if (!response || response.destroyed || this.raw.socket.destroyed || stopping.aborted) return AbortSignal.abort()
      const controller = new AbortController()
      waiting.set(this, controller)
      whenOver(this.raw, response, () => {
        waiting.delete(this)
        if (!response.writableFinished) controller.abort()
      })
      return controller.signal
    },
  })
}

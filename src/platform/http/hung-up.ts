import type { App } from './app-type.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Aborted when the caller hangs up before the answer, or when the server stops: no reason to wait longer. */
    hungUp: AbortSignal
  }
}

const leaving = new WeakMap<object, AbortSignal>()

/** Gives every request its `hungUp`; `stopping` ends all of them at once. */
export function registerHungUp(app: App, stopping: AbortSignal): void {
  app.decorateRequest('hungUp', {
    getter() {
      return leaving.get(this) ?? AbortSignal.abort()
    },
  })
  app.addHook('onRequest', async (request, reply) => {
    const left = new AbortController()
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) left.abort()
    })
    leaving.set(request, AbortSignal.any([left.signal, stopping]))
  })
}

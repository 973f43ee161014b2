import type { FastifyRequest } from 'fastify'
import type { App } from './app-type.ts'
import type { Counted, RateLimit, Tally, Way } from './rate-limit.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The key of the caller's token in every table that remembers callers; null as long as none is known. */
    callerKey: string | null
    /** The address that it comes from, as limits know it. */
    readonly callerAddress: string
    /**
     * Says who calls, and what it came by: from here on the request counts on that token, not on its address.
     * @throws rate_limited
     */
    countAs(callerKey: string, way?: Way): void
  }
  interface FastifyContextConfig {
    /** `new`: counts on the tighter limit too. `free`: counts on none. */
    counted?: Counted
  }
}

/**
 * Every response says how its caller stands. Requests that nobody was named for by the time their body is read, or that
 * failed before, count on their address; a preflight is answered before and counts nowhere, for no token comes with it.
 * Returns the tally of a request.
 */
export function registerRateLimit(
  app: App,
  rateLimit: RateLimit,
  addressOf: (request: FastifyRequest['raw']) => string,
): (request: FastifyRequest) => Tally {
  const tallies = new WeakMap<FastifyRequest, Tally>()

  function tallyOf(request: FastifyRequest): Tally {
    const known = tallies.get(request)
    if (known) return known
    const opened = rateLimit.tally(addressOf(request.raw), request.routeOptions.config?.counted)
    tallies.set(request, opened)
    return opened
  }

  app.decorateRequest('callerKey', null)
  app.decorateRequest('countAs', function (this: FastifyRequest, callerKey: string, way?: Way) {
    this.callerKey = callerKey
    tallyOf(this).countOn(callerKey, way)
  })
  app.decorateRequest('callerAddress', {
    getter() {
      return addressOf(this.raw)
    },
  })
  app.addHook('preParsing', async (request) => tallyOf(request).countOn(null))
  app.addHook('onSend', async (request, reply) => {
    reply.headers(tallyOf(request).headers())
  })
  return tallyOf
}

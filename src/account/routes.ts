import type { FastifyContextConfig, FastifyRequest } from 'fastify'
import { problem } from '../kernel/errors.ts'
import { type App, nameErrors } from '../platform/http/index.ts'
import { type AuthenticateDeps, authenticate } from './authenticate.ts'
import { type Caller, callerKey } from './caller.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; on routes under `/api/` it is known before anything else is read. */
    readonly caller: Caller
  }
  interface FastifyContextConfig {
    /** `account`: a TokenInstance is refused as if it were unknown. `anyone`: no token is asked for. */
    callers?: 'account' | 'anyone'
  }
}

/** Every route under `/api/` asks for a token first; who has a valid one is counted by it, whatever comes next. */
export function registerAuthentication(app: App, deps: AuthenticateDeps): void {
  const callers = new WeakMap<FastifyRequest, Caller>()
  app.decorateRequest('caller', {
    getter() {
      const caller = callers.get(this)
      if (!caller) throw problem('token_missing')
      return caller
    },
  })
  nameErrors(app, ({ url, config }) => (asksForToken(url, config) ? ['token_missing', 'token_invalid'] : []))
  app.addHook('onRequest', async (request) => {
    const { url, config } = request.routeOptions
    if (!asksForToken(url, config)) return
    const caller = await authenticate(deps, request.headers)
    request.countAs(callerKey(caller))
    if (config.callers === 'account' && caller.type !== 'account') throw problem('token_invalid')
    callers.set(request, caller)
  })
}

function asksForToken(url: string | undefined, config: FastifyContextConfig | undefined): boolean {
  return url?.startsWith('/api/') === true && config?.callers !== 'anyone'
}

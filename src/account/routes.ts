import type { FastifyContextConfig, FastifyRequest } from 'fastify'
import { problem } from '../kernel/errors.ts'
import { type App, nameErrors } from '../platform/http/index.ts'
import { type AuthenticateDeps, authenticate, readToken } from './authenticate.ts'
import { type Caller, callerKey } from './caller.ts'
import type { Session, Sessions } from './session.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; on routes under `/api/` it is known before anything else is read. */
    readonly caller: Caller
    /** The session that the caller came by; null: it came with a token. */
    readonly session: Session | null
  }
  interface FastifyContextConfig {
    /** `account`: a TokenInstance is refused as if it were unknown. `anyone`: no token is asked for. */
    callers?: 'account' | 'anyone'
  }
}

export interface AuthenticationDeps extends AuthenticateDeps {
  sessions: Pick<Sessions, 'find'>
}

/** Every route under `/api/` asks for a token first; who has a valid one is counted by it, whatever comes next. */
export function registerAuthentication(app: App, deps: AuthenticationDeps): void {
  const callers = new WeakMap<FastifyRequest, { caller: Caller; session: Session | null }>()
  function knownOf(request: FastifyRequest) {
    const known = callers.get(request)
    if (!known) throw problem('token_missing')
    return known
  }
  app.decorateRequest('caller', {
    getter() {
      return knownOf(this).caller
    },
  })
  app.decorateRequest('session', {
    getter() {
      return knownOf(this).session
    },
  })
  nameErrors(app, ({ url, config }) =>
    asksForToken(url, config) ? ['token_missing', 'token_invalid', 'session_ended'] : [],
  )
  app.addHook('onRequest', async (request) => {
    const { url, config } = request.routeOptions
    if (!asksForToken(url, config)) return
    // Without a token, a page of ours says that it means its cookie: the browser lets no other page send this header.
    const isByCookie = request.headers['x-formwire'] === '1' && readToken(request.headers) === null
    const session = isByCookie ? await deps.sessions.find(request.raw) : null
    const caller = session?.caller ?? (await authenticate(deps, request.headers))
    request.countAs(callerKey(caller), session ? 'session' : 'token')
    if (config.callers === 'account' && caller.type !== 'account') throw problem('token_invalid')
    callers.set(request, { caller, session })
  })
}

function asksForToken(url: string | undefined, config: FastifyContextConfig | undefined): boolean {
  return url?.startsWith('/api/') === true && config?.callers !== 'anyone'
}

import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { toIso } from '../kernel/clock.ts'
import { problem } from '../kernel/errors.ts'
import { type App, isOwnOrigin } from '../platform/http/index.ts'
import { callerKey } from './caller.ts'
import { type DescribeSessionDeps, describeSession } from './describe-session.ts'
import { SIGN_IN_DESCRIPTION, sessionReply, signInSchema } from './schema-session.ts'
import type { Session, Sessions } from './session.ts'
import { type SignInDeps, signIn } from './sign-in.ts'

export interface SessionRoutesDeps extends SignInDeps, DescribeSessionDeps {
  sessions: Sessions
  /** Our own address, whose pages may sign in and out. */
  baseUrl(): string
  version: string
  sandboxPageUrl: string | undefined
}

const tags = ['Session']
const noContent = { 204: z.null().describe('Done; there is no body') }

/** `/api/session`: the console signs in, looks who it is, and signs out. */
export function registerSessionRoutes(app: App, deps: SessionRoutesDeps): void {
  const { sessions, version, sandboxPageUrl = null } = deps
  const found = new WeakMap<FastifyRequest, Session>()

  /** Counted on the session before anything else, as what a token opens is on its token. */
  async function findFirst(request: FastifyRequest): Promise<void> {
    const session = await sessions.find(request.raw)
    request.countAs(callerKey(session.caller), 'session')
    found.set(request, session)
  }

  /**
   * Browsers let any page send a POST without asking us first. Another's must neither use up the guesses of whoever
   * looks at it, nor sign them in as somebody else. Programs send no `Origin`. @throws origin_refused
   */
  async function refuseOtherPages({ headers }: FastifyRequest): Promise<void> {
    const { origin, host } = headers
    if (origin !== undefined && !isOwnOrigin(origin, deps.baseUrl(), host)) throw problem('origin_refused')
  }

  app.post(
    '/api/session',
    {
      config: { callers: 'anyone', errors: ['token_invalid', 'origin_refused', 'sign_in_throttled'] },
      onRequest: refuseOtherPages,
      schema: {
        tags,
        summary: 'Sign in',
        description: SIGN_IN_DESCRIPTION,
        security: [],
        body: signInSchema,
        response: noContent,
      },
    },
    async (request, reply) => {
      const cookie = await signIn(deps, request.raw, request.callerAddress, request.body.token)
      return reply.code(204).header('set-cookie', cookie).send(null)
    },
  )

  app.get(
    '/api/session',
    {
      config: { callers: 'anyone', errors: ['token_missing', 'session_ended'] },
      onRequest: async (request) => {
        insistOnHeader(request)
        await findFirst(request)
      },
      schema: {
        tags,
        summary: 'Who is signed in',
        description: 'Says whom the session stands for; this is a use of it. Tokens in headers do not count here.',
        security: [{ session: [] }],
        response: { 200: sessionReply },
      },
    },
    async (request) => {
      const session = found.get(request)
      if (!session) throw problem('session_ended')
      const { createdAt, expiresAt, ...who } = await describeSession(deps, session)
      return {
        success: true as const,
        message: 'Session found',
        session: { ...who, createdAt: toIso(createdAt), expiresAt: toIso(expiresAt) },
        version,
        sandboxPageUrl,
      }
    },
  )

  app.delete(
    '/api/session',
    {
      config: { callers: 'anyone', errors: ['token_missing', 'origin_refused'] },
      onRequest: async (request) => {
        await refuseOtherPages(request)
        insistOnHeader(request)
        // One that has ended is signed out already.
        await sessions.find(request.raw).then(
          (session) => request.countAs(callerKey(session.caller), 'session'),
          () => {},
        )
      },
      schema: {
        tags,
        summary: 'Sign out',
        description: 'Ends the session with its WebSockets, and clears its cookie. Again: the same answer.',
        security: [{ session: [] }],
        response: noContent,
      },
    },
    async (request, reply) =>
      reply
        .code(204)
        .header('set-cookie', await sessions.end(request.raw))
        .send(null),
  )
}

/** Only a page of ours can send it: the browser lets no other one. @throws token_missing */
function insistOnHeader({ headers }: FastifyRequest): void {
  if (headers['x-formwire'] !== '1') throw problem('token_missing')
}

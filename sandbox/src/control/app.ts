import Fastify, { type FastifyInstance } from 'fastify'
import { z } from 'zod'
import { servePage } from '../page/serve.ts'
import { Refusal } from '../refusal.ts'
import type { Simulation } from '../simulation.ts'
import { admitCallers } from './callers.ts'
import { phoneRoutes } from './phone-routes.ts'
import { sandboxRoutes } from './sandbox-routes.ts'

const BODY_LIMIT = 16 * 1024 * 1024

/**
 * The control API and the phone page, one origin; `pageKey` stands in the address of the page that may be framed. Not yet
 * listening.
 */
export function createControl(simulation: Simulation, pageKey: string): FastifyInstance {
  const app = Fastify({ bodyLimit: BODY_LIMIT, logger: false, forceCloseConnections: true })

  admitCallers(app, pageKey)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? {} : JSON.parse(String(body)))
    } catch {
      done(new Refusal(400, 'the body is no JSON'))
    }
  })
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'there is no such address' }))
  app.setErrorHandler((error, _request, reply) => {
    const { status, message } = explain(error)
    if (status >= 500) simulation.world.logger.error({ err: error }, 'a control request failed')
    return reply.code(status).send({ error: message })
  })

  sandboxRoutes(app, simulation)
  phoneRoutes(app, simulation)
  servePage(app, pageKey)
  return app
}

function explain(error: unknown): { status: number; message: string } {
  if (error instanceof Refusal) return { status: error.status, message: error.message }
  if (error instanceof z.ZodError) {
    const problems = error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`)
    return { status: 400, message: problems.join('; ') }
  }
  const status = (error as { statusCode?: unknown }).statusCode
  const message = error instanceof Error ? error.message : String(error)
  return { status: typeof status === 'number' ? status : 500, message }
}

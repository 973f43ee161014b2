import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { z } from 'zod'
import { servePage } from '../page/serve.ts'
import { Refusal } from '../refusal.ts'
import type { Simulation } from '../simulation.ts'
import { phoneRoutes } from './phone-routes.ts'
import { sandboxRoutes } from './sandbox-routes.ts'

const BODY_LIMIT = 16 * 1024 * 1024

/** The control API and the phone page, one origin. Not yet listening. */
export function createControl(simulation: Simulation): FastifyInstance {
  const app = Fastify({ bodyLimit: BODY_LIMIT, logger: false, forceCloseConnections: true })

  // A web page that somebody has open must not drive the sandbox: it can neither choose `Host` nor send JSON unasked.
  app.addHook('onRequest', async (request) => {
    if (!isOwnHost(request)) throw new Refusal(403, 'this API answers to its own address only')
    if (request.method === 'POST' && !isJson(request)) throw new Refusal(415, 'content-type must be application/json')
  })
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
  servePage(app)
  return app
}

function isOwnHost(request: FastifyRequest): boolean {
  const { port } = request.server.server.address() as AddressInfo
  return ['127.0.0.1', 'localhost', '[::1]'].some((name) => request.headers.host === `${name}:${port}`)
}

function isJson(request: FastifyRequest): boolean {
  return (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() === 'application/json'
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

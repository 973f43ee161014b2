import cors from '@fastify/cors'
import { fastify } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { problem } from '../../kernel/errors.ts'
import type { Log } from '../log.ts'
import type { App } from './app-type.ts'
import { registerBodies } from './body.ts'
import { addressKey, createAddressReader } from './caller-address.ts'
import { replyOnSocket } from './client-error.ts'
import { replyWithFailure } from './failure.ts'
import { registerHeldRequests } from './held-requests.ts'
import { registerHungUp } from './hung-up.ts'
import type { RateLimit } from './rate-limit.ts'
import { registerRateLimit } from './rate-limit-hooks.ts'
import { registerSecurityHeaders, setSecurityHeaders } from './security-headers.ts'

export interface ServerOptions {
  log: Log
  /** Addresses whose `X-Forwarded-*` headers count. */
  trustProxy: readonly string[]
  rateLimit: RateLimit
  /** Origins whose pages may read answers; never with credentials. */
  corsOrigins: readonly string[]
  /** Aborted when the server is about to stop: held requests answer, new ones are refused. */
  stopping: AbortSignal
  /** Told how many requests are held, whenever that changes. */
  noteHeld?: ((count: number) => void) | undefined
}

const MAX_HEADER_BYTES = 16 * 1024
const MAX_BODY_BYTES = 1024 * 1024
const RECEIVE_TIMEOUT_MS = 30_000

/**
 * The HTTP server without routes: every answer in the contract's envelope, every bound it sets. Hooks run in this order:
 * headers, CORS, then what the slices add (token with its rate limit, instance), the rate limit of whoever has no token,
 * then the body.
 */
export async function createServer(options: ServerOptions): Promise<App> {
  const { log, stopping, rateLimit } = options
  const addressOf = createAddressReader(options.trustProxy)
  const app: App = fastify({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: RECEIVE_TIMEOUT_MS,
    http: { maxHeaderSize: MAX_HEADER_BYTES, requireHostHeader: false, connectionsCheckingInterval: 2_000 },
    trustProxy: options.trustProxy.length === 0 ? false : [...options.trustProxy],
    return503OnClosing: false,
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, maxParamLength: MAX_HEADER_BYTES },
    clientErrorHandler: (error, socket) =>
      replyOnSocket(error, socket, rateLimit.tally(addressKey(socket.remoteAddress))),
    frameworkErrors: (error, request, reply) => {
      const tally = rateLimit.tally(addressOf(request.raw))
      const failure = tally.blame(error)
      setSecurityHeaders(reply)
      reply.headers(tally.headers())
      replyWithFailure(log, failure, request, reply)
    },
  }).withTypeProvider<ZodTypeProvider>()
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response))
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  registerSecurityHeaders(app)
  const tallyOf = registerRateLimit(app, rateLimit, addressOf)
  app.setErrorHandler((error, request, reply) => {
    replyWithFailure(log, tallyOf(request).blame(error), request, reply)
  })
  app.addHook('onRequest', async () => {
    if (stopping.aborted) throw problem('shutting_down')
  })
  app.addHook('onSend', async (_request, reply) => {
    if (stopping.aborted) reply.header('connection', 'close')
  })
  registerHungUp(app, stopping)
  registerHeldRequests(app, undefined, options.noteHeld)
  registerBodies(app)
  app.setNotFoundHandler(() => {
    throw problem('route_not_found')
  })
  if (options.corsOrigins.length > 0) await allowOrigins(app, options.corsOrigins)
  return app
}

async function allowOrigins(app: App, origins: readonly string[]): Promise<void> {
  await app.register(cors, {
    origin: origins.map((origin) => origin.toLowerCase()),
    credentials: false,
    methods: ['GET', 'POST', 'DELETE'],
    allowedHeaders: ['Content-Type', 'Authorization', 'token', 'Idempotency-Key'],
    exposedHeaders: [
      'X-RateLimit-Limit',
      'X-RateLimit-Remaining',
      'X-RateLimit-Reset',
      'Retry-After',
      'Idempotency-Replayed',
    ],
    maxAge: 600,
  })
}

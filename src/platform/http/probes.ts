import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Clock } from '../../kernel/clock.ts'
import { toIso } from '../../kernel/clock.ts'
import { problem, problemWith } from '../../kernel/errors.ts'
import type { Metrics } from '../metrics.ts'
import type { App } from './app-type.ts'
import { type HealthReply, healthReply, metricsReply, readyReply } from './schema-probes.ts'

/** What was looked at, and what came of it. */
export type HealthChecks = HealthReply['checks']

export interface ProbesDeps {
  clock: Clock
  metrics: Metrics
  version: string
  /** Lets others than this machine read `/metrics`. */
  metricsToken: string | undefined
  /** Rejects when the store does not answer. */
  askStore(): Promise<unknown>
  /** What `/health` says. Never rejects. */
  look(): Promise<HealthChecks>
}

/** `/health`, `/ready` and `/metrics`. */
export function registerProbes(app: App, deps: ProbesDeps): void {
  const { clock, metrics, version } = deps
  const startedAt = clock.now()
  const tags = ['Operation']

  app.addHook('onResponse', async (request, reply) => {
    metrics.noteRequest(request.method, request.routeOptions.url ?? null, reply.statusCode, reply.elapsedTime / 1000)
  })

  app.get(
    '/health',
    {
      exposeHeadRoute: true,
      config: { counted: 'free' },
      schema: {
        tags,
        summary: 'What works',
        description:
          'For people and monitors; needs no token and is not counted. It answers 200 when degraded too. It looks at most ' +
          'once in 10 seconds, and says nothing of instances.',
        security: [],
        response: { 200: healthReply },
      },
    },
    async () => {
      const checks = await deps.look()
      const isWell = Object.values(checks).every((word) => word === 'ok')
      return {
        status: isWell ? ('ok' as const) : ('degraded' as const),
        service: 'formwire',
        version,
        uptime: Math.floor((clock.now() - startedAt) / 1000),
        timestamp: toIso(clock.now()),
        checks,
      }
    },
  )

  app.get(
    '/ready',
    {
      exposeHeadRoute: true,
      config: { errors: ['store_failed'] },
      schema: {
        tags,
        summary: 'Whether calls may come',
        description: 'For load balancers: the store is open and answers. Instances do not count; needs no token.',
        security: [],
        response: { 200: readyReply },
      },
    },
    async () => {
      await deps.askStore().catch((cause: unknown) => {
        throw problemWith({ cause }, 'store_failed')
      })
      return { status: 'ready' as const }
    },
  )

  app.get(
    '/metrics',
    {
      config: { errors: ['token_invalid'] },
      schema: {
        tags,
        summary: 'Metrics for Prometheus',
        description:
          'For whoever sends `METRICS_TOKEN` as a token, and without one for callers on the same machine that no ' +
          'proxy forwarded.',
        security: [{ token: [] }, { bearer: [] }, {}],
        response: { 200: metricsReply },
      },
    },
    async (request, reply) => {
      if (!mayReadMetrics(request, deps.metricsToken)) throw problem('token_invalid')
      reply.type(metrics.registry.contentType)
      return metrics.registry.metrics()
    },
  )
}

/** The token, or a peer on this machine that nobody forwarded: behind a proxy every caller looks local. */
function mayReadMetrics(request: FastifyRequest, token: string | undefined): boolean {
  const { headers, socket } = request
  const given = /^Bearer\s+(.+)$/i.exec(headers.authorization ?? '')?.[1] ?? headers['token']
  if (token !== undefined && typeof given === 'string' && isSame(given, token)) return true
  const isForwarded = Object.keys(headers).some((name) => name === 'forwarded' || name.startsWith('x-forwarded-'))
  return !isForwarded && /^(::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '')
}

function isSame(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}

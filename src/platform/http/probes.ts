import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../../kernel/clock.ts'
import { toIso } from '../../kernel/clock.ts'
import { problem, problemWith } from '../../kernel/errors.ts'
import type { Metrics } from '../metrics.ts'
import type { App } from './app-type.ts'

export interface ProbesDeps {
  clock: Clock
  metrics: Metrics
  version: string
  /** Lets others than this machine read `/metrics`. */
  metricsToken: string | undefined
  /** Rejects when the store does not answer. */
  askStore(): Promise<unknown>
}

const healthSchema = z.object({
  status: z.enum(['ok', 'degraded']),
  service: z.string(),
  version: z.string(),
  uptime: z.number().describe('Seconds since the start'),
  timestamp: z.string(),
  checks: z.object({ store: z.enum(['ok', 'failed']) }),
})

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
      schema: { tags, summary: 'Health', security: [], response: { 200: healthSchema } },
    },
    async () => {
      const isStoreWell = await deps.askStore().then(
        () => true,
        () => false,
      )
      return {
        status: isStoreWell ? ('ok' as const) : ('degraded' as const),
        service: 'formwire',
        version,
        uptime: Math.floor((clock.now() - startedAt) / 1000),
        timestamp: toIso(clock.now()),
        checks: { store: isStoreWell ? ('ok' as const) : ('failed' as const) },
      }
    },
  )

  app.get(
    '/ready',
    {
      exposeHeadRoute: true,
      schema: { tags, summary: 'Readiness', security: [], response: { 200: z.object({ status: z.literal('ready') }) } },
    },
    async () => {
      await deps.askStore().catch((cause: unknown) => {
        throw problemWith({ cause }, 'store_failed')
      })
      return { status: 'ready' as const }
    },
  )

  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!mayReadMetrics(request, deps.metricsToken)) throw problem('token_invalid')
    reply.type(metrics.registry.contentType)
    return metrics.registry.metrics()
  })
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

import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { App } from './app-type.ts'
import { errorSchema } from './envelope.ts'
import { pagePolicy } from './security-headers.ts'

const DESCRIPTION =
  'Self-hosted WhatsApp gateway whose main job is forms: send one by HTTP, get the typed answer back. ' +
  'Send your token in the header `token`, or as `Authorization: Bearer`. ' +
  'Every response says in `X-RateLimit-Limit`, `-Remaining` and `-Reset` (a Unix second) what is left of its minute; ' +
  '429 says in `Retry-After` how many seconds to wait.'

/** Collects what the routes say of themselves: call it before the first route is registered. */
export async function registerApiDescription(app: App, version: string): Promise<void> {
  const failure = { description: 'What went wrong', ...z.toJSONSchema(errorSchema, { io: 'output' }) }
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Formwire', version, description: DESCRIPTION, license: { name: 'MIT', identifier: 'MIT' } },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          token: { type: 'apiKey', in: 'header', name: 'token', description: 'TokenAccount or TokenInstance' },
          bearer: { type: 'http', scheme: 'bearer' },
        },
      },
      security: [{ token: [] }, { bearer: [] }],
    },
    transform: (route) => {
      const { schema, url } = jsonSchemaTransform(route)
      const response = { ...(schema.response ?? {}), '4xx': failure, '5xx': failure }
      return { url, schema: { ...schema, response } }
    },
  })
}

/** `/openapi.json`, and a page to read and try it at `/docs`, without any foreign host. */
export async function registerDocs(app: App): Promise<void> {
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: pagePolicy(undefined),
    theme: { title: 'Formwire API' },
    uiConfig: { persistAuthorization: false, docExpansion: 'list' },
    uiHooks: {
      // The plugin's own redirect; no address of ours answers with one.
      onRequest: async (request, reply) => {
        if (request.routeOptions.url?.endsWith('/static/index.html')) reply.callNotFound()
      },
    },
  })
}

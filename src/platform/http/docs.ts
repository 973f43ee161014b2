import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { createJsonSchemaTransform } from 'fastify-type-provider-zod'
import type { OpenAPIV3_1 } from 'openapi-types'
import type { App } from './app-type.ts'
import { COMPONENTS } from './components.ts'
import { type DescribedEvent, describeEvents } from './describe-events.ts'
import { ERRORS, finishDocument } from './finish-document.ts'
import { INTRODUCTION, TAGS } from './introduction.ts'
import { nameOperation } from './name-operation.ts'
import { nameErrors, serverErrors } from './route-errors.ts'
import { documentReply } from './schema-probes.ts'
import { DOCS_POLICY } from './security-headers.ts'
import { tidySchema } from './tidy-schema.ts'

// The plugin's own override drops choices of a union that are transformed, for it looks before they are written.
const describeRoute = createJsonSchemaTransform({ zodToJsonConfig: { override: () => {} } })

/** The parts of a route's schema that are JSON schemas. */
const SCHEMAS = new Set(['body', 'querystring', 'params', 'headers', 'response'])

/** No bar for other documents; schemas with the descriptions of their fields; tokens are forgotten with the page. */
const PAGE = {
  layout: 'BaseLayout',
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  defaultModelExpandDepth: 2,
  persistAuthorization: false,
} as const

/** Collects what the routes say of themselves: call it before the first route is registered. */
export async function registerApiDescription(
  app: App,
  version: string,
  events: Record<string, DescribedEvent> = {},
): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Formwire', version, description: INTRODUCTION, license: { name: 'MIT' } },
      servers: [{ url: '/', description: 'This gateway' }],
      tags: TAGS,
      components: COMPONENTS,
      webhooks: describeEvents(events),
      security: [{ token: [] }, { bearer: [] }, { session: [] }],
    },
    transform: (route) => {
      const { schema, url } = describeRoute(route)
      const { method, config } = route.route
      const operationId = nameOperation(String(method), url)
      const tidied = Object.entries(schema).map(([part, value]) => [
        part,
        SCHEMAS.has(part) ? tidySchema(value) : value,
      ])
      return { url, schema: { operationId, ...Object.fromEntries(tidied), [ERRORS]: config?.errors } }
    },
    convertConstToEnum: false,
    transformObject: (document) =>
      'openapiObject' in document ? finishDocument(document.openapiObject as OpenAPIV3_1.Document) : {},
  })
  nameErrors(app, serverErrors)
}

/** `/openapi.json`, and a page to read and try it at `/docs`, without any foreign host. */
export async function registerDocs(app: App): Promise<void> {
  app.get(
    '/openapi.json',
    {
      schema: {
        tags: ['Operation'],
        summary: 'This description',
        description: 'The document that `/docs` shows, for generators of clients. Needs no token.',
        security: [],
        response: { 200: documentReply },
      },
    },
    async () => ({ ...app.swagger() }),
  )
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: DOCS_POLICY,
    theme: { title: 'Formwire API' },
    uiConfig: PAGE,
    uiHooks: {
      // The plugin's own redirect; no address of ours answers with one.
      onRequest: async (request, reply) => {
        if (request.routeOptions.url?.endsWith('/static/index.html')) reply.callNotFound()
      },
    },
  })
}

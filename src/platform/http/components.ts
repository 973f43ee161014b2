import type { OpenAPIV3_1 } from 'openapi-types'
import { errorComponent, errorExamples } from './describe-errors.ts'

/** What operations of the document refer to. */
export const COMPONENTS: OpenAPIV3_1.ComponentsObject = {
  schemas: { Error: errorComponent() },
  examples: errorExamples(),
  headers: {
    'X-RateLimit-Limit': header('integer', 100, 'Requests that the token has a minute'),
    'X-RateLimit-Remaining': header('integer', 99, 'Requests that are left of them'),
    'X-RateLimit-Reset': header('integer', 1777723260, 'The unix second at which the count begins anew'),
    'Retry-After': header('integer', 17, 'Seconds until the next request may come'),
    'Idempotency-Replayed': header('string', 'true', 'The kept answer of the first call with this Idempotency-Key'),
  },
  securitySchemes: {
    token: { type: 'apiKey', in: 'header', name: 'token', description: 'TokenAccount or TokenInstance' },
    bearer: { type: 'http', scheme: 'bearer', description: 'The same token, as `Authorization: Bearer`' },
    session: {
      type: 'apiKey',
      in: 'cookie',
      name: 'formwire_session',
      description: `The console's session (\`POST /api/session\`), beside the header \`X-Formwire: 1\`; on \`GET /ws/{instance}\` with
an \`Origin\` of the gateway's own instead. Over https the name is \`__Host-formwire_session\``,
    },
  },
}

function header(type: 'integer' | 'string', example: unknown, description: string) {
  return { description, schema: { type }, example }
}

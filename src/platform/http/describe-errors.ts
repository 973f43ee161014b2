import type { OpenAPIV3_1 } from 'openapi-types'
import { z } from 'zod'
import { type ErrorCode, type ErrorDetail, listErrors } from '../../kernel/errors.ts'
import { errorReply, errorSchema } from './envelope.ts'

const CATALOGUE = listErrors()

/** Errors that name the wrong fields, as `<detail>` fills the gaps of literals. */
const DETAILS: Partial<Record<ErrorCode, readonly ErrorDetail[]>> = {
  request_invalid: [{ path: '<field>', message: '<detail>' }],
  address_refused: [{ path: 'url', message: '<detail>' }],
}

/** The component `Error`: one schema for every failure. */
export function errorComponent(): OpenAPIV3_1.SchemaObject {
  const { $schema, ...schema } = z.toJSONSchema(errorSchema, { io: 'input' })
  return { ...schema, description: 'How every failure looks' } as OpenAPIV3_1.SchemaObject
}

/** Every error of the catalogue in its envelope, by code. */
export function errorExamples(): Record<ErrorCode, OpenAPIV3_1.ExampleObject> {
  return Object.fromEntries(
    CATALOGUE.map((error) => [error.code, { value: errorReply({ ...error, details: DETAILS[error.code] }) }]),
  ) as Record<ErrorCode, OpenAPIV3_1.ExampleObject>
}

/** One response for each HTTP status of these errors, in the catalogue's order. Pure. */
export function errorResponses(codes: readonly ErrorCode[]): Record<string, OpenAPIV3_1.ResponseObject> {
  const wanted = CATALOGUE.filter(({ code }) => codes.includes(code))
  return Object.fromEntries(
    [...Map.groupBy(wanted, ({ http }) => String(http))].map(([status, errors]) => [
      status,
      {
        description: errors.map(({ code, message }) => `- \`${message}\` (\`${code}\`)`).join('\n'),
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/Error' },
            examples: Object.fromEntries(errors.map(({ code }) => [code, { $ref: `#/components/examples/${code}` }])),
          },
        },
      },
    ]),
  )
}

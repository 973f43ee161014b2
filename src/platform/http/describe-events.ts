import type { OpenAPIV3_1 } from 'openapi-types'
import { z } from 'zod'
import { nameOperation } from './name-operation.ts'
import { tidySchema } from './tidy-schema.ts'

/** An event that is posted to receivers: its whole body, with examples (`withExamples`). */
export interface DescribedEvent {
  summary: string
  description: string
  body: z.ZodType
}

const HEADERS: [name: string, example: string, description: string][] = [
  ['webhook-id', 'evt_00000000001wxyz4', 'Id of the event: the same on every attempt'],
  ['webhook-timestamp', '1777723200', 'Unix second of the attempt'],
  ['webhook-signature', 'v1,aW52ZW50ZWQ=', 'Signature of id, time and body, as Standard Webhooks describe'],
]

const PARAMETERS: OpenAPIV3_1.ParameterObject[] = HEADERS.map(([name, example, description]) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
  example,
}))

const RESPONSES: OpenAPIV3_1.ResponsesObject = {
  '2XX': { description: 'Taken: it is not sent again' },
  '410': { description: 'Gone: the webhook is switched off' },
  default: { description: 'It is sent again later; redirects are not followed' },
}

/** The `webhooks` of the document. Pure. */
export function describeEvents(events: Record<string, DescribedEvent>): Record<string, OpenAPIV3_1.PathItemObject> {
  return Object.fromEntries(
    Object.entries(events).map(([name, { summary, description, body }]) => {
      const { $schema, 'x-examples': examples, ...json } = z.toJSONSchema(body)
      const schema = tidySchema(json) as OpenAPIV3_1.SchemaObject
      const requestBody = { required: true, content: { 'application/json': { schema, examples } } }
      const post = {
        operationId: nameOperation('on', name),
        summary,
        description,
        security: [],
        parameters: PARAMETERS,
        requestBody,
        responses: RESPONSES,
      }
      return [name, { post } as OpenAPIV3_1.PathItemObject]
    }),
  )
}

import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { systemClock } from '../../kernel/clock.ts'
import { silentLog } from '../log.ts'
import {
  type App,
  createRateLimit,
  createServer,
  nameErrors,
  registerApiDescription,
  registerDocs,
  withExamples,
} from './index.ts'

let app: App

const digits = z.union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)])
const bodySchema = withExamples(
  z.object({ name: z.string().optional(), count: digits.optional() }).meta({ required: ['name'] }),
  { small: { summary: 'A small one', value: { name: 'shop', count: '7' } } },
)

beforeEach(async () => {
  app = await createServer({
    log: silentLog,
    trustProxy: [],
    corsOrigins: [],
    rateLimit: createRateLimit({ clock: systemClock, perMinute: 0, newPerMinute: 0 }),
    stopping: new AbortController().signal,
  })
  const body = withExamples(z.object({ id: z.string(), data: z.object({}) }), {
    made: { summary: 'Made', value: { id: 'one', data: {} } },
  })
  await registerApiDescription(app, '1.2.3', {
    'thing.made': { summary: 'A thing was made', description: 'At once.', body },
  })
  nameErrors(app, ({ url }) => (url.startsWith('/api/') ? ['token_missing'] : []))
  app.get('/status', { config: { counted: 'free' }, schema: { tags: ['Operation'] } }, async () => ({}))
  app.post(
    '/api/thing/new/:thing',
    {
      config: { errors: ['address_refused', 'send_failed'] },
      schema: {
        tags: ['Forms'],
        headers: z.object({ 'idempotency-key': z.string().optional() }),
        body: bodySchema,
        response: { 200: z.object({ id: z.string() }).describe('Made') },
      },
    },
    async () => ({ id: 'one' }),
  )
  const querystring = z.object({
    only: z
      .string()
      .optional()
      .meta({ examples: ['shop'] }),
  })
  app.get('/api/thing/list', { schema: { tags: ['Forms'], querystring } }, async () => ({}))
  await registerDocs(app)
  await app.ready()
})

afterEach(() => app.close())

type Answer = {
  description: string
  headers?: Record<string, unknown>
  content: { 'application/json': { schema: unknown; examples: Record<string, { $ref: string }> } }
}
type Operation = {
  operationId: string
  parameters: object[]
  requestBody: { required: boolean; content: { 'application/json': { schema: object; examples: unknown } } }
  responses: Record<string, Answer>
}

async function read() {
  const document = (await app.inject({ url: '/openapi.json' })).json()
  const { paths, components, tags, webhooks } = document as {
    tags: { name: string }[]
    webhooks: Record<string, Record<string, Operation>>
    paths: Record<string, Record<string, Operation>>
    components: { examples: Record<string, { value: unknown }>; headers: object }
  }
  const operation = (path: string, method: string) => paths[path]?.[method] as Operation
  return { paths, components, tags, webhooks, operation }
}

test('an operation tells the errors of its own, of what stands before it, and of the server', async () => {
  const { operation } = await read()
  const codes = ({ responses }: Operation) =>
    Object.fromEntries(
      Object.entries(responses)
        .filter(([status]) => status >= '4')
        .map(([status, { content }]) => [status, Object.keys(content['application/json'].examples)]),
    )
  expect(codes(operation('/api/thing/new/{thing}', 'post'))).toEqual({
    400: ['request_invalid', 'body_not_json', 'address_refused'],
    401: ['token_missing'],
    408: ['request_timeout'],
    413: ['body_too_large'],
    415: ['content_type_unsupported'],
    429: ['rate_limited'],
    431: ['headers_too_large'],
    500: ['send_failed', 'internal_error'],
    503: ['store_failed', 'shutting_down'],
  })
  expect(codes(operation('/status', 'get'))).toEqual({
    408: ['request_timeout'],
    431: ['headers_too_large'],
    500: ['internal_error'],
    503: ['shutting_down'],
  })
})

test('one response for each status lists its literals, under one schema, with the exact answers as examples', async () => {
  const { components, operation } = await read()
  const { 500: failed } = operation('/api/thing/new/{thing}', 'post').responses
  expect(failed?.description).toBe(
    '- `Failed to send message: <detail>` (`send_failed`)\n- `Internal error` (`internal_error`)',
  )
  expect(failed?.content['application/json']).toEqual({
    schema: { $ref: '#/components/schemas/Error' },
    examples: {
      send_failed: { $ref: '#/components/examples/send_failed' },
      internal_error: { $ref: '#/components/examples/internal_error' },
    },
  })
  expect(components.examples['send_failed']?.value).toEqual({
    success: false,
    error: { message: 'Failed to send message: <detail>', code: 'send_failed' },
    status: 'send_failed',
  })
  expect(components.examples['request_invalid']?.value).toMatchObject({
    error: { details: [{ path: '<field>', message: '<detail>' }] },
  })
})

test('the headers of the rate limit stand on successes and on 429 where requests are counted', async () => {
  const { components, operation } = await read()
  const headers = (path: string, method: string, status: string) =>
    Object.keys(operation(path, method).responses[status]?.headers ?? {})
  const limits = ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset']
  expect(Object.keys(components.headers)).toEqual([...limits, 'Retry-After', 'Idempotency-Replayed'])
  expect(headers('/api/thing/list', 'get', '200')).toEqual(limits)
  expect(headers('/api/thing/list', 'get', '429')).toEqual([...limits, 'Retry-After'])
  expect(headers('/api/thing/list', 'get', '401')).toEqual([])
  expect(headers('/status', 'get', '200')).toEqual([])
  expect(headers('/api/thing/new/{thing}', 'post', '200')).toEqual([...limits, 'Idempotency-Replayed'])
})

test('a body shows what callers send, what they must send, and examples by name', async () => {
  const { operation } = await read()
  const { requestBody, responses } = operation('/api/thing/new/{thing}', 'post')
  const { schema, examples } = requestBody.content['application/json']
  expect(requestBody.required).toBe(true)
  expect(schema).toEqual({
    type: 'object',
    properties: {
      name: { type: 'string' },
      count: { anyOf: [{ type: 'integer' }, { type: 'string', pattern: '^\\d+$' }] },
    },
    required: ['name'],
  })
  expect(examples).toEqual({ small: { summary: 'A small one', value: { name: 'shop', count: '7' } } })
  expect(responses['200']?.content['application/json'].schema).not.toHaveProperty('additionalProperties')
})

test('the example of what may be left out does not fill in the page: it stands in the schema', async () => {
  const { operation } = await read()
  expect(operation('/api/thing/list', 'get').parameters).toEqual([
    { name: 'only', in: 'query', required: false, schema: { type: 'string', examples: ['shop'] } },
  ])
})

test('operations stand in the order of their tags, each under a name made of its address', async () => {
  const { paths, tags } = await read()
  expect(tags.map(({ name }) => name)).toEqual(['Forms', 'Operation'])
  const names = Object.values(paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId))
  expect(names).toEqual(['postThingNew', 'getThingList', 'getStatus', 'getOpenapiJson'])
})

test('what is posted to receivers stands beside the operations, with its headers and examples', async () => {
  const { webhooks } = await read()
  expect(webhooks['thing.made']?.['post']).toMatchObject({
    operationId: 'onThingMade',
    parameters: [{ name: 'webhook-id' }, { name: 'webhook-timestamp' }, { name: 'webhook-signature' }],
    requestBody: {
      content: {
        'application/json': {
          schema: { properties: { id: { type: 'string' }, data: { type: 'object' } }, required: ['id', 'data'] },
          examples: { made: { summary: 'Made', value: { id: 'one', data: {} } } },
        },
      },
    },
    responses: { '2XX': {}, '410': {} },
  })
})

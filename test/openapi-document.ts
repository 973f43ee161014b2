import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../scripts/run.ts'
import type { ErrorCode } from '../src/kernel/errors.ts'

/** Errors that no operation answers with, each with its reason. */
export const ON_NO_OPERATION: Partial<Record<ErrorCode, string>> = {
  route_not_found: 'the answer of addresses that are no operation; the introduction names it',
}

/** As much of a JSON schema as the tests look at. */
export interface Schema {
  type?: string | string[]
  description?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  additionalProperties?: Schema | boolean
  anyOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  default?: unknown
  examples?: unknown[]
  example?: unknown
  maxLength?: number
  maximum?: number
  maxItems?: number
  pattern?: string
}

export interface Media {
  schema: Schema
  example?: unknown
  examples?: Record<string, { $ref?: string; summary?: string; value?: unknown }>
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  description?: string
  required?: boolean
  schema: Schema
  example?: unknown
  examples?: object
}

export interface Operation {
  operationId: string
  summary?: string
  description?: string
  tags?: string[]
  security?: Record<string, string[]>[]
  parameters?: Parameter[]
  requestBody?: { required: boolean; content: Record<string, Media> }
  responses: Record<string, { description: string; headers?: object; content?: Record<string, Media> }>
}

interface Document {
  security: Record<string, string[]>[]
  info: { description: string }
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  webhooks: Record<string, { post: Operation }>
  components: { examples: Record<string, { value: unknown }>; schemas: Record<string, Schema> }
}

/** The document that is in the repository; another test holds it to what the gateway serves. */
export const DOCUMENT = JSON.parse(readFileSync(join(ROOT, 'docs/openapi.json'), 'utf8')) as Document

export interface Route {
  name: string
  path: string
  method: string
  operation: Operation
}

export const ROUTES: readonly Route[] = Object.entries(DOCUMENT.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    path,
    method: method.toUpperCase(),
    operation,
  })),
)

/** The events that receivers get, as if they were routes. */
export const EVENTS: readonly Route[] = Object.entries(DOCUMENT.webhooks).map(([name, { post }]) => ({
  name,
  path: name,
  method: 'POST',
  operation: post,
}))

/** The JSON bodies of an operation: its request, and its successes. */
export function bodiesOf({ operation }: Route): { where: string; isRequest: boolean; media: Media }[] {
  const request = Object.values(operation.requestBody?.content ?? {}).map((media) => ({
    where: 'request',
    isRequest: true,
    media,
  }))
  const successes = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'))
  const answers = successes.flatMap(([status, { content = {} }]) =>
    Object.values(content).map((media) => ({ where: status, isRequest: false, media })),
  )
  return [...request, ...answers]
}

export interface Field {
  path: string
  schema: Schema
  isRequired: boolean
}

/** Every field of a schema, those inside others too; `[]` stands for each of a list, `*` for any name. */
export function fieldsOf(schema: Schema, path: string): Field[] {
  const { properties = {}, required = [], items, additionalProperties, anyOf = [] } = schema
  const own = Object.entries(properties).flatMap(([name, field]) => {
    const fieldPath = `${path}.${name}`
    return [{ path: fieldPath, schema: field, isRequired: required.includes(name) }, ...fieldsOf(field, fieldPath)]
  })
  return [
    ...own,
    ...(items ? fieldsOf(items, `${path}[]`) : []),
    ...(typeof additionalProperties === 'object' ? fieldsOf(additionalProperties, `${path}.*`) : []),
    ...anyOf.flatMap((choice) => fieldsOf(choice, path)),
  ]
}

/** Fields of a schema that stand in none of these values and have no example of their own. */
export function unseenFields(schema: Schema, values: readonly unknown[], path: string): string[] {
  const { properties = {}, items, additionalProperties, anyOf = [] } = schema
  const records = values.filter((value) => typeof value === 'object' && value !== null) as Record<string, unknown>[]
  const own = Object.entries(properties).flatMap(([name, field]) => {
    const seen = records.map((record) => record[name]).filter((value) => value !== undefined)
    const fieldPath = `${path}.${name}`
    const isUnseen = seen.length === 0 && !hasOwnExample(field)
    return [...(isUnseen ? [fieldPath] : []), ...unseenFields(field, seen, fieldPath)]
  })
  const inside = records.flatMap((record) => Object.values(record))
  return [
    ...own,
    ...(items ? unseenFields(items, inside, `${path}[]`) : []),
    ...(typeof additionalProperties === 'object' ? unseenFields(additionalProperties, inside, `${path}.*`) : []),
    ...anyOf.flatMap((choice) => unseenFields(choice, values, path)),
  ]
}

export function hasOwnExample(schema: Schema): boolean {
  return ['examples', 'example', 'default', 'const', 'enum'].some((keyword) => keyword in schema)
}

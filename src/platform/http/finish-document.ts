import type { OpenAPIV3_1 } from 'openapi-types'
import type { ErrorCode } from '../../kernel/errors.ts'
import { errorResponses } from './describe-errors.ts'

/** The errors of an operation on their way from its route to `finishDocument`. */
export const ERRORS = 'x-errors'

type Operation = OpenAPIV3_1.OperationObject & { [ERRORS]?: readonly ErrorCode[] }
type Parameter = NonNullable<Operation['parameters']>[number]
type Refs = Record<string, OpenAPIV3_1.ReferenceObject>

const LIMIT_HEADERS = refs('X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset')

/**
 * Puts into the document what the generator cannot know: errors, headers, which bodies may be left out. Operations come
 * in the order of the document's tags, and within a tag as they were registered. Pure.
 */
export function finishDocument(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  const order = (document.tags ?? []).map(({ name }) => name)
  const paths = Object.entries(document.paths ?? {})
    .map(([path, item]) => [path, mapOperations(item ?? {}, finishOperation)] as const)
    .toSorted(([, one], [, other]) => order.indexOf(tagOf(one)) - order.indexOf(tagOf(other)))
  const used = new Set(paths.map(([, item]) => tagOf(item)))
  const tags = (document.tags ?? []).filter(({ name }) => used.has(name))
  return { ...document, tags, paths: Object.fromEntries(paths) }
}

function finishOperation(operation: Operation): Operation {
  const { [ERRORS]: codes = [], requestBody, responses = {}, parameters, ...rest } = operation
  const isLimited = codes.includes('rate_limited')
  const mayReplay = (parameters ?? []).some(
    (parameter) => 'name' in parameter && parameter.name.toLowerCase() === 'idempotency-key',
  )
  const described = Object.entries({ ...responses, ...errorResponses(codes) }).map(([status, response]) => {
    const isSuccess = status.startsWith('2')
    const headers = {
      // On every other answer too: the introduction says so, for the page shows a table for each.
      ...(isLimited && (isSuccess || status === '429') ? LIMIT_HEADERS : {}),
      ...(isLimited && status === '429' ? refs('Retry-After') : {}),
      ...(mayReplay && (isSuccess || status === '500') ? refs('Idempotency-Replayed') : {}),
    }
    const isBare = Object.keys(headers).length === 0
    return [status, { ...response, ...(isBare ? {} : { headers }) }]
  })
  return {
    ...rest,
    ...(parameters ? { parameters: parameters.map(spell).map(illustrate) } : {}),
    ...(requestBody && 'content' in requestBody
      ? { requestBody: { ...requestBody, required: needsBody(requestBody) } }
      : {}),
    responses: Object.fromEntries(described),
  }
}

/** Headers are spelled as people write them; the framework knows them in lower case. */
function spell(parameter: Parameter): Parameter {
  if (!('in' in parameter) || parameter.in !== 'header') return parameter
  return { ...parameter, name: parameter.name.replace(/(?<![a-z])[a-z]/g, (letter) => letter.toUpperCase()) }
}

/** The page fills in the example of a parameter: that of one which may be left out stands in its schema instead. */
function illustrate(parameter: Parameter): Parameter {
  if (!('in' in parameter) || parameter.required || parameter.example === undefined) return parameter
  const { example, ...rest } = parameter
  const schema: object = { ...parameter.schema, examples: [example] }
  return { ...rest, schema }
}

/** An empty body is `{}`: only one with a required field must be there. */
function needsBody({ content }: OpenAPIV3_1.RequestBodyObject): boolean {
  return Object.values(content).some(({ schema }) => schema && 'required' in schema && schema.required?.length !== 0)
}

function mapOperations(
  item: OpenAPIV3_1.PathItemObject,
  change: (operation: Operation) => Operation,
): OpenAPIV3_1.PathItemObject {
  return Object.fromEntries(Object.entries(item).map(([method, operation]) => [method, change(operation as Operation)]))
}

function tagOf(item: OpenAPIV3_1.PathItemObject): string {
  return Object.values(item).flatMap((operation) => (operation as Operation).tags ?? [])[0] ?? ''
}

function refs(...names: string[]): Refs {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
}

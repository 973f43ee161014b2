type Schema = Record<string, unknown>

/** What zod says of every object of an answer, whole number and key, and nobody wants to read; undefined: any value. */
const NOISE: readonly (readonly [keyword: string, value: unknown])[] = [
  // Answers may gain fields: no object of theirs is closed.
  ['additionalProperties', false],
  ['minimum', Number.MIN_SAFE_INTEGER],
  ['maximum', Number.MAX_SAFE_INTEGER],
  ['propertyNames', undefined],
]

/** Keywords whose value is a caller's rather than a schema. */
const LITERAL = new Set(['default', 'const', 'enum', 'example', 'examples', 'x-examples'])

/**
 * A JSON schema as people and generators like to read it: without noise, choices not nested, and "or null" said in
 * `type` where there is but one other choice. Pure.
 */
export function tidySchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(tidySchema)
  if (typeof schema !== 'object' || schema === null) return schema
  const tidied = Object.entries(schema)
    .filter(([keyword, value]) => !NOISE.some((noise) => noise[0] === keyword && (noise[1] ?? value) === value))
    .map(([keyword, value]) => [keyword, tidyKeyword(keyword, value)])
  return flattenChoices(Object.fromEntries(tidied))
}

function tidyKeyword(keyword: string, value: unknown): unknown {
  if (LITERAL.has(keyword)) return value
  if (keyword !== 'properties') return tidySchema(value)
  return Object.fromEntries(Object.entries(value as Schema).map(([name, field]) => [name, tidySchema(field)]))
}

function flattenChoices(schema: Schema): Schema {
  const { anyOf, ...rest } = schema
  if (!Array.isArray(anyOf)) return schema
  const choices = (anyOf as Schema[]).flatMap((choice) =>
    Array.isArray(choice['anyOf']) && Object.keys(choice).length === 1 ? (choice['anyOf'] as Schema[]) : [choice],
  )
  const others = choices.filter(({ type }) => type !== 'null')
  const [only] = others
  if (only === undefined || others.length > 1) return { ...rest, anyOf: choices }
  if (others.length === choices.length) return { ...only, ...rest }
  if (typeof only['type'] !== 'string' || 'const' in only) return { ...rest, anyOf: choices }
  const listed = Array.isArray(only['enum']) ? { enum: [...only['enum'], null] } : {}
  return { ...only, ...rest, type: [only['type'], 'null'], ...listed }
}

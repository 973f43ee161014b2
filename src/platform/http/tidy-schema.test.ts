import { expect, test } from 'vitest'
import { z } from 'zod'
import { tidySchema } from './tidy-schema.ts'

function tidied(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const { $schema, ...rest } = tidySchema(z.toJSONSchema(schema, { io })) as Record<string, unknown>
  return rest
}

test('an object of an answer is open, and whole numbers tell only bounds that somebody set', () => {
  expect(tidied(z.object({ count: z.number().int(), part: z.number().int().min(1).max(9) }), 'output')).toEqual({
    type: 'object',
    properties: { count: { type: 'integer' }, part: { type: 'integer', minimum: 1, maximum: 9 } },
    required: ['count', 'part'],
  })
})

test('what may be null says so in its type, in its list of values, and beside a choice', () => {
  expect(tidied(z.string().max(9).nullable().describe('A text'), 'output')).toEqual({
    type: ['string', 'null'],
    maxLength: 9,
    description: 'A text',
  })
  expect(tidied(z.enum(['token', 'quote']).nullable(), 'output')).toEqual({
    type: ['string', 'null'],
    enum: ['token', 'quote', null],
  })
  const digits = z.union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)])
  expect(tidied(digits.or(z.null()), 'input')).toEqual({
    anyOf: [{ type: 'integer' }, { type: 'string', pattern: '^\\d+$' }, { type: 'null' }],
  })
})

test('a field whose name is a keyword is a field', () => {
  expect(tidied(z.object({ anyOf: z.string(), propertyNames: z.string() }), 'output')).toMatchObject({
    properties: { anyOf: { type: 'string' }, propertyNames: { type: 'string' } },
    required: ['anyOf', 'propertyNames'],
  })
})

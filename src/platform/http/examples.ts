import type { z } from 'zod'

/** A whole body or answer, as the documentation shows it under its name. */
export interface Example<Value> {
  summary: string
  value: Value
}

/**
 * Gives the schema of a body or an answer its examples, by name. A test proves each of them against the schema, and
 * that every field stands in one.
 */
export function withExamples<Schema extends z.ZodType>(
  schema: Schema,
  examples: Record<string, Example<z.input<Schema>>>,
): Schema {
  return schema.meta({ 'x-examples': examples })
}

import { z } from 'zod'
import type { FormwireError } from '../../kernel/errors.ts'

/** How every failure looks to a caller. */
export const errorSchema = z.object({
  success: z.literal(false),
  error: z.object({
    message: z.string(),
    code: z.string(),
    details: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  }),
  status: z.string().optional(),
})

export type ErrorReply = z.output<typeof errorSchema>

/** An error of the catalogue as callers see it. Pure. */
export function errorReply(error: FormwireError): ErrorReply {
  const { message, code, details, status } = error
  return {
    success: false,
    error: { message, code, ...(details === undefined ? {} : { details: [...details] }) },
    ...(status === undefined ? {} : { status }),
  }
}

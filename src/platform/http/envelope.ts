import { z } from 'zod'
import { type FormwireError, listErrors } from '../../kernel/errors.ts'

/** How every success begins. */
export const successFields = {
  success: z.literal(true).describe('Always `true`; a failure says `false`'),
  message: z.string().describe('What happened, in one sentence'),
}

/** How every failure looks to a caller. */
export const errorSchema = z.object({
  success: z.literal(false).describe('Always `false`'),
  error: z
    .object({
      message: z.string().describe('A fixed sentence; where it has a gap, the detail of this one failure'),
      code: z.enum(listErrors().map(({ code }) => code)).describe('What went wrong, for programs; codes never change'),
      details: z
        .array(
          z.object({
            path: z.string().describe('Where the field is, with dots between names: `events.0`'),
            message: z.string().describe('What is wrong with it'),
          }),
        )
        .optional()
        .describe('The wrong fields, where single fields are wrong'),
    })
    .describe('What went wrong'),
  status: z.string().optional().describe('A word beside the code, on the errors whose example shows one'),
})

export type ErrorReply = z.output<typeof errorSchema>

/** An error of the catalogue as callers see it. Pure. */
export function errorReply(error: Pick<FormwireError, 'message' | 'code' | 'details' | 'status'>): ErrorReply {
  const { message, code, details, status } = error
  return {
    success: false,
    error: { message, code, ...(details === undefined ? {} : { details: [...details] }) },
    ...(status === undefined ? {} : { status }),
  }
}

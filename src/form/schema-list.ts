import { z } from 'zod'
import { SEND_STATES } from '../kernel/send-state.ts'
import { successFields, withExamples } from '../platform/http/index.ts'
import { formSchema } from './schema-form.ts'
import { ANSWERED, FAILED } from './schema-form-examples.ts'

const WRONG_LIMIT = 'must be a whole number from 1 to 200'

/** How many rows a page has. */
export const pageLimit = (description: string) =>
  z.coerce
    .number(WRONG_LIMIT)
    .int(WRONG_LIMIT)
    .min(1, WRONG_LIMIT)
    .max(200, WRONG_LIMIT)
    .default(50)
    .describe(description)

/** What narrows a list of forms, an export and, in part, statistics. */
const filterFields = {
  state: z.enum(SEND_STATES).optional().describe('Only forms in this state. Default: all'),
  formType: z
    .enum(['contact_details', 'registration_offer', 'custom'])
    .optional()
    .describe('Only forms of this type. Default: all'),
  formName: z
    .string()
    .optional()
    .describe('Only forms with this name, up to 100 characters. Default: all')
    .meta({ examples: ['cadastro'] }),
  number: z
    .string()
    .optional()
    .describe('Only forms to this number, in any usual writing, LID or group, one only. Default: all')
    .meta({ examples: ['5511987654321'] }),
  source: z
    .string()
    .optional()
    .describe('Only forms with this tag of the call, up to 100 characters. Default: all')
    .meta({ examples: ['crm'] }),
  flowToken: z
    .string()
    .optional()
    .describe('Only forms with this token, up to 512 characters. Default: all')
    .meta({ examples: ['lead-4711'] }),
  from: z
    .string()
    .optional()
    .describe(
      'Only forms made from this day or moment (ISO 8601) on; in UTC unless it says otherwise. Default: from the first one on',
    )
    .meta({ examples: ['2026-05-01'] }),
  to: z
    .string()
    .optional()
    .describe('Only forms made before this moment, or up to the end of this day. Default: up to now')
    .meta({ examples: ['2026-05-31'] }),
  q: z
    .string()
    .max(256)
    .optional()
    .describe(
      'Only forms whose number, token, source or message id, or an answer’s name, e-mail or document, begins so; up to ' +
        '256 characters. Case and accents do not matter in names, punctuation not in numbers and documents. Default: all',
    )
    .meta({ examples: ['ana so'] }),
}

export const formFilterQuery = z.object(filterFields)

export type FormFilterQuery = z.output<typeof formFilterQuery>

export const listFormsQuery = z.object({
  ...filterFields,
  cursor: z
    .string()
    .optional()
    .describe('Where the page begins: only what `nextCursor` of the page before said. Default: the newest')
    .meta({ examples: ['MTc3NzcyMzIwMDAwMC5mcm1fMWtxbTN4NXc4MmFiY2RlZmdoams'] }),
  limit: pageLimit('How many a page has at most'),
})

export type ListFormsQuery = z.output<typeof listFormsQuery>

const { revisions: _, ...answered } = ANSWERED
const { revisions: __, ...failed } = FAILED

export const formsReplySchema = withExamples(
  z
    .object({
      ...successFields,
      forms: z.array(formSchema.omit({ revisions: true })).describe('The forms, the newest first'),
      nextCursor: z.string().nullable().describe('What to send as `cursor` for the next page; null: there is no more'),
    })
    .describe('A page of forms'),
  {
    two: {
      summary: 'An answered form and one that failed',
      value: {
        success: true,
        message: '2 Forms found',
        forms: [answered, failed],
        nextCursor: 'MTc3NzcyMzIwMDAwMC5mcm1fMWtxbTN4NXc4MmFiY2RlZmdoams',
      },
    },
  },
)

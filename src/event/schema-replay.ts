import { z } from 'zod'
import { successFields, withExamples } from '../platform/http/index.ts'

const success = true as const
const MOST_IDS = 1_000
const LONGEST_LABEL = 100

// Its pattern is no help to a reader of the document.
const zoned = z.iso.datetime({ offset: true })

const moment = (description: string) =>
  z
    .string()
    .max(40)
    .refine((text) => zoned.safeParse(text).success, 'must be a moment with its zone, such as 2026-05-02T12:00:00Z')
    .optional()
    .describe(description)
    .meta({ examples: ['2026-05-02T12:00:00Z'] })

export const replaySchema = withExamples(
  z
    .object({
      ids: z
        .array(z.string().min(1).max(64).describe('Id of a delivery'))
        .min(1)
        .max(MOST_IDS)
        .optional()
        .describe('These deliveries, in whatever state. Default: those of a webhook, by `label`'),
      label: z
        .string()
        .max(LONGEST_LABEL)
        .optional()
        .describe('Those of the webhook with this label. Default: those in `ids`'),
      from: moment('With `label`: only of events since this moment, with its zone. Default: from the beginning'),
      to: moment('With `label`: only of events before this moment, with its zone. Default: until now'),
      state: z
        .enum(['delivered', 'dead', 'cancelled'])
        .optional()
        .describe('With `label`: only those that arrived, were given up, or were cancelled. Default: the last two'),
    })
    .superRefine(({ ids, ...range }, context) => {
      const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
      const other = Object.entries(range).find(([, value]) => value !== undefined)?.[0]
      if (ids !== undefined && other !== undefined) refuse(other, 'cannot be combined with ids')
      if (ids === undefined && range.label === undefined) refuse('label', 'or ids is required')
    }),
  {
    range: {
      summary: 'What was given up or cancelled while a receiver was down',
      value: { label: 'default', from: '2026-05-01T20:00:00-03:00', to: '2026-05-02T12:00:00Z' },
    },
    all: { summary: 'Everything that arrived, once more', value: { label: 'crm', state: 'delivered' } },
    named: { summary: 'Two of them', value: { ids: ['dlv_1kqm3x5w82abcdefghjk', 'dlv_1kqm3x5w83bcdefghjkm'] } },
  },
)

export type ReplayInput = z.output<typeof replaySchema>

export const replayReply = withExamples(
  z
    .object({ ...successFields, replayed: z.number().int().describe('How many wait again') })
    .describe('They wait again'),
  { queued: { summary: 'Queued', value: { success, message: 'Deliveries queued again', replayed: 128 } } },
)

import { z } from 'zod'
import type { SendState } from '../kernel/send-state.ts'
import { successFields, withExamples } from '../platform/http/index.ts'
import { formFilterQuery } from './schema-list.ts'
import { COUNTED } from './schema-stats-example.ts'

export const countFormsQuery = z.object({
  from: formFilterQuery.shape.from.describe(
    'Only what was made from this day or moment (ISO 8601) on, to the nearest whole hour. Default: from the first one on',
  ),
  to: formFilterQuery.shape.to.describe(
    'Only what was made before this moment, to the nearest whole hour, or up to the end of this day. Default: up to now',
  ),
  source: formFilterQuery.shape.source,
  formType: formFilterQuery.shape.formType,
  formName: formFilterQuery.shape.formName,
  timezone: z
    .string()
    .optional()
    .describe('Whose days are counted, and meant by `from` and `to`: only a name of IANA’s. Default: `UTC`')
    .meta({ examples: ['America/Sao_Paulo'] }),
})

export type CountFormsQuery = z.output<typeof countFormsQuery>

const count = (description: string) => z.number().describe(description)

const states = {
  queued: count('Wait for their time'),
  sending: count('Are being handed to WhatsApp'),
  sent: count('WhatsApp took them'),
  delivered: count('Reached a device'),
  read: count('Were read'),
  answered: count('Were answered'),
  failed: count('Failed'),
  expired: count('Were not answered in time'),
  unknown: count('May have gone out: the process or the connection ended in between'),
} satisfies Record<SendState, z.ZodNumber>

const funnel = {
  sent: count('WhatsApp took them'),
  delivered: count('Reached a device'),
  read: count('Were read'),
  answered: count('Were answered'),
}

const group = { total: count('How many forms'), answered: count('How many of them were answered') }

const statsSchema = z.object({
  total: count('How many forms'),
  states: z.object(states).describe('How many stand where now'),
  funnel: z
    .object(funnel)
    .describe(
      'How many came how far, whatever became of them: who answered has read, whether a receipt told so or not',
    ),
  answers: count('How many submissions came in the period, those of forms made earlier and revisions too'),
  medianSecondsToAnswer: z
    .number()
    .nullable()
    .describe('About how many seconds the middle one took from being sent to its first answer, to 5 %; null: none was'),
  failures: z
    .array(
      z.object({ code: z.string().describe('WhatsApp’s code, or a word of ours'), count: count('How many forms') }),
    )
    .describe('Why forms failed, the most frequent first'),
  days: z
    .array(
      z.object({
        date: z.string().describe('The day, `YYYY-MM-DD`'),
        total: count('How many forms were made'),
        ...funnel,
        failed: count('Failed'),
        answers: count('How many submissions came on this day, whenever their forms were made'),
      }),
    )
    .describe(
      'Days on which something was made or came, the first one first; what became of a form counts on its own day',
    ),
  sources: z
    .array(z.object({ source: z.string().describe('The tag of the call'), ...group }))
    .describe('The 50 with most forms'),
  formTypes: z.array(z.object({ formType: z.string().describe('The type'), ...group })).describe('By type of form'),
  formNames: z
    .array(z.object({ formName: z.string().nullable().describe('The name; null: forms without one'), ...group }))
    .describe('The 50 with most forms'),
})

export const statsReplySchema = withExamples(
  z.object({ ...successFields, stats: statsSchema.describe('What became of the forms') }).describe('Counted forms'),
  { may: { summary: 'Two days of May', value: { success: true, message: 'Form statistics', stats: COUNTED } } },
)

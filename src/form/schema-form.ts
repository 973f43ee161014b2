import { z } from 'zod'
import { optionalText } from '../message/index.ts'

const LONGEST_WAIT_S = 60

export const getFormSchema = z.object({
  flowToken: optionalText.describe('The newest form with this token'),
  messageId: optionalText.describe('The form that this message carries'),
  wait: z.coerce
    .number()
    .int()
    .min(0)
    .max(LONGEST_WAIT_S)
    .default(0)
    .describe('Seconds to hold the call until an answer is there'),
})

const time = z.string().nullable()

const answerSchema = z.object({
  id: z.string(),
  revision: z.number(),
  at: z.string(),
  from: z.object({ jid: z.string().nullable(), lid: z.string().nullable(), name: z.string().nullable() }),
  matchedBy: z.enum(['token', 'quote']).nullable(),
  late: z.boolean(),
  answers: z.record(z.string(), z.unknown()).nullable(),
  raw: z.string(),
  erased: z.boolean(),
})

const formSchema = z.object({
  id: z.string(),
  messageId: z.string(),
  flowToken: z.string().nullable(),
  formType: z.enum(['contact_details', 'registration_offer', 'custom']),
  formName: z.string().nullable(),
  state: z.string(),
  late: z.boolean(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  number: z.string(),
  chat: z.object({ jid: z.string().nullable(), lid: z.string().nullable(), type: z.enum(['private', 'group']) }),
  message: z.string(),
  buttonLabel: z.string().nullable(),
  source: z.string(),
  fields: z.array(z.string()),
  customFields: z.array(z.object({ label: z.string(), helperText: z.string().optional() })),
  createdAt: z.string(),
  sentAt: time,
  deliveredAt: time,
  readAt: time,
  answeredAt: time,
  failedAt: time,
  expiresAt: time,
  answers: z.record(z.string(), z.unknown()).nullable().describe('The typed reading of the latest answer'),
  answerCount: z.number(),
  revisions: z.array(answerSchema).optional(),
})

export const formReplySchema = z.object({ success: z.literal(true), message: z.string(), form: formSchema })

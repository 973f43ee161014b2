import { z } from 'zod'
import { optionalText, sharedSendFields } from '../message/index.ts'

const LONGEST_WAIT_S = 60

/**
 * A field that `composeForm` checks: it knows which fields the others make meaningless, and names the first wrong one.
 * Here stands only what the documentation shows.
 */
const checkedLater = (type: 'string' | 'number' | 'boolean' | 'array', description: string) =>
  z.unknown().optional().meta({ type, description })

const visible = (what: string, byDefault: boolean) =>
  checkedLater('boolean', `Whether the form asks for ${what}; default ${byDefault}`)

/** What `POST /api/message/form/:instance` takes. Presence is checked by the use case. */
export const sendFormSchema = z.object({
  ...sharedSendFields,
  message: checkedLater('string', 'Text of the message; required'),
  formType: checkedLater('string', '`contact_details` (default) or `registration_offer`'),
  buttonLabel: checkedLater('string', 'Text of the button; default `Preencher`, for offers `Quero participar`'),
  flowToken: checkedLater('string', 'Your own mark of the form, at most 256 characters; default: a UUID'),
  flowId: checkedLater('string', 'Which ready-made form opens; default by form type, configurable'),
  flowMessageVersion: checkedLater('string', 'Default `4`'),
  messageVersion: checkedLater('number', 'Default 3; with 1 the form never opens on a phone'),
  buttonParamsJSON: checkedLater('string', 'A JSON object, sent byte for byte instead of a ready-made form'),
  fullNameVisible: visible('the full name', true),
  phoneNumberVisible: visible('a phone number', true),
  emailVisible: visible('an e-mail address', true),
  cpfOrCnpjVisible: visible('a CPF or CNPJ', true),
  deliveryAddressVisible: visible('a delivery address', true),
  citizenshipCardVisible: visible('a citizenship card', false),
  offerName: checkedLater('string', 'Name of the offer, only with `registration_offer`'),
  offerDescription: checkedLater('string', 'Description of the offer, only with `registration_offer`'),
  customFields: checkedLater('array', 'Up to 10 text questions of your own, `{label, helperText?}`. Experimental.'),
  headerText: checkedLater('string', 'A line above the message'),
  footerText: checkedLater('string', 'A line below the message'),
  formName: checkedLater('string', 'At most 100 characters. Groups answers: filter, export, statistics'),
})

export type SendForm = z.output<typeof sendFormSchema>

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

import { z } from 'zod'
import { optionalText, sharedSendFields } from '../message/index.ts'

const LONGEST_WAIT_S = 60

const visible = (what: string) =>
  z
    .boolean()
    .nullish()
    .transform((value) => value ?? undefined)
    .describe(`Whether the form asks for ${what}`)

/** The fields that `buttonParamsJSON` makes meaningless: with it they are ignored, not even validated. */
const shapeFields = {
  formType: optionalText.describe('`contact_details` (default) or `registration_offer`'),
  buttonLabel: optionalText.describe('Text of the button; default `Preencher`, for offers `Quero participar`'),
  flowToken: optionalText.describe('Your own mark of the form, at most 256 characters; default: a UUID'),
  flowId: optionalText.describe('Which ready-made form opens; default by form type, configurable'),
  flowMessageVersion: optionalText.describe('Default `4`'),
  messageVersion: z
    .number()
    .int()
    .nullish()
    .transform((value) => value ?? undefined)
    .describe('Default 3; with 1 the form never opens on a phone'),
  fullNameVisible: visible('the full name; default true'),
  phoneNumberVisible: visible('a phone number; default true'),
  emailVisible: visible('an e-mail address; default true'),
  cpfOrCnpjVisible: visible('a CPF or CNPJ; default true'),
  deliveryAddressVisible: visible('a delivery address; default true'),
  citizenshipCardVisible: visible('a citizenship card; default false'),
  offerName: optionalText.describe('Name of the offer, only with `registration_offer`'),
  offerDescription: optionalText.describe('Description of the offer, only with `registration_offer`'),
  customFields: z
    .array(z.object({ label: z.string(), helperText: optionalText }))
    .nullish()
    .transform((value) => value ?? undefined)
    .describe('Up to 10 text questions of your own. Experimental.'),
}

/** What `POST /api/message/form/:instance` takes (contract §4.1). Presence is checked by the use case. */
export const sendFormSchema = z.preprocess(
  (body) => dropIgnored(body),
  z.object({
    ...sharedSendFields,
    message: optionalText.describe('Text of the message; required'),
    buttonParamsJSON: optionalText.describe('A JSON object, sent byte for byte instead of a ready-made form'),
    ...shapeFields,
    headerText: optionalText.describe('A line above the message'),
    footerText: optionalText.describe('A line below the message'),
    formName: z
      .string()
      .max(100)
      .nullish()
      .transform((value) => (value ? value : undefined))
      .describe('Groups answers: filter, export, statistics'),
  }),
)

export type SendForm = z.output<typeof sendFormSchema>

function dropIgnored(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  const given = body as Record<string, unknown>
  const params = given['buttonParamsJSON']
  if (typeof params !== 'string' || params === '') return body
  return Object.fromEntries(Object.entries(given).filter(([name]) => !Object.hasOwn(shapeFields, name)))
}

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

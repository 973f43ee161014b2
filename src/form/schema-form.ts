import { z } from 'zod'
import { SEND_STATES } from '../kernel/send-state.ts'
import { successFields, withExamples } from '../platform/http/index.ts'
import { ANSWERED, FAILED } from './schema-form-examples.ts'
import { typedReading } from './schema-reading.ts'

const LONGEST_WAIT_S = 60
const WRONG_WAIT = `must be a whole number from 0 to ${LONGEST_WAIT_S}`

export const getFormSchema = z.object({
  flowToken: z
    .string()
    .optional()
    .describe('The newest form with this token, at most 512 characters. Default: `messageId` says which form is meant')
    .meta({ examples: ['lead-4711'] }),
  messageId: z
    .string()
    .optional()
    .describe('The form that this message carries, at most 255 characters; goes before `flowToken`. Default: none')
    .meta({ examples: ['3EB0A1B2C3D4E5F6071829'] }),
  wait: z.coerce
    .number(WRONG_WAIT)
    .int(WRONG_WAIT)
    .min(0, WRONG_WAIT)
    .max(LONGEST_WAIT_S, WRONG_WAIT)
    .default(0)
    .describe('Seconds to hold the call until an answer is there; when they are over, the form as it is')
    .meta({ examples: [60] }),
})

const time = (description: string) => z.string().nullable().describe(`${description}; null: not yet, or never seen`)
const address = (description: string) => z.string().nullable().describe(description)

export const submitterSchema = z
  .object({
    jid: address('Phone JID, where it is known'),
    lid: address('LID, where it is known'),
    name: address('Name that the person goes by'),
  })
  .describe('Who answered')

export const answerSchema = z.object({
  id: z.string().describe('Our id of the answer'),
  messageId: z
    .string()
    .describe('WhatsApp’s id of the message that the answer is: deliveries of `form.answered` are found by it'),
  revision: z.number().describe('Which submission of this person it is, from 1 on'),
  at: z.string().describe('When it was submitted, ISO 8601'),
  from: submitterSchema,
  matchedBy: z
    .enum(['token', 'quote'])
    .nullable()
    .describe('Whether its token led to the form, or the message that it quotes'),
  late: z.boolean().describe('Whether it came after the form had expired'),
  answers: typedReading('The typed reading; null when it was erased'),
  raw: z.string().describe('The answer as the phone sent it: JSON in a string'),
  erased: z.boolean().describe('Whether its contents were erased'),
})

export const formSchema = z.object({
  id: z.string().describe('Our id of the form'),
  messageId: z.string().describe('WhatsApp’s id of the message that carries it'),
  flowToken: z.string().nullable().describe('The token by which its answer is recognised'),
  formType: z
    .enum(['contact_details', 'registration_offer', 'custom'])
    .describe('`custom`: a flow of your own, sent with `buttonParamsJSON`'),
  formName: z.string().nullable().describe('The name that groups answers'),
  state: z.enum(SEND_STATES).describe('Where it stands'),
  late: z.boolean().describe('Whether its first answer came after it had expired'),
  failure: z
    .object({
      code: z.string().describe('WhatsApp’s code (`405`, `463`, `479`, …), or a word of ours'),
      message: z.string().describe('What that means'),
    })
    .nullable()
    .describe('Why it failed'),
  number: z.string().describe('Digits of the recipient, or the JID as given for groups and LIDs'),
  chat: z
    .object({
      jid: address('Phone JID, or JID of the group'),
      lid: address('LID of the person, where it is known'),
      type: z.enum(['private', 'group']).describe('Whether a person or a group got it'),
    })
    .describe('Where it went'),
  message: z.string().describe('The text of the message'),
  buttonLabel: z.string().nullable().describe('The text of the button'),
  source: z.string().describe('The tag of the call'),
  fields: z.array(z.string()).describe('Which ready-made questions it asks, named as their answers are'),
  customFields: z
    .array(
      z.object({
        label: z.string().describe('The question'),
        helperText: z.string().optional().describe('The line below the field'),
      }),
    )
    .describe('Your own questions'),
  createdAt: z.string().describe('When it was taken in, ISO 8601'),
  sentAt: time('When WhatsApp confirmed it'),
  deliveredAt: time('When it reached a device'),
  readAt: time('When the chat was read'),
  answeredAt: time('When the first answer was submitted'),
  failedAt: time('When it failed'),
  expiresAt: time('When it expires unless it is answered'),
  answers: typedReading('The typed reading of the latest answer; null while there is none'),
  answerCount: z.number().describe('How many submissions there were'),
  revisions: z
    .array(answerSchema)
    .optional()
    .describe('The newest submissions, the first one first: at most 50, and 1 MiB of what came in; see `answerCount`'),
})

export const formReplySchema = withExamples(
  z
    .object({ ...successFields, form: formSchema.describe('The form') })
    .describe('The form as it is; `state` says whether an answer is there'),
  {
    answered: { summary: 'An answered form', value: { success: true, message: 'Form found', form: ANSWERED } },
    failed: { summary: 'A form that WhatsApp refused', value: { success: true, message: 'Form found', form: FAILED } },
  },
)

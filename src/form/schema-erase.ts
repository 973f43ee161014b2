import { z } from 'zod'
import { messageData } from '../message/index.ts'
import { successFields, withExamples } from '../platform/http/index.ts'
import { answerSchema, formSchema } from './schema-form.ts'
import { ANSWERED } from './schema-form-examples.ts'

const success = true as const
const JID = '5511987654321@s.whatsapp.net'
const LID = '240000000000001@lid'

export const eraseAnswerQuery = z.object({
  id: z
    .string('is required')
    .max(64)
    .describe('Our id of the answer, at most 64 characters')
    .meta({ examples: ['ans_1kqm3x9982abcdefghjk'] }),
})

export const personQuery = z.object({
  number: z
    .string()
    .max(100)
    .optional()
    .describe('The person’s number with the country code, in any usual writing. Default: `jid` says who is meant')
    .meta({ examples: ['+55 11 98765-4321'] }),
  jid: z
    .string()
    .max(100)
    .optional()
    .describe('The person’s phone JID or LID. Default: `number` says who is meant')
    .meta({ examples: [LID] }),
})

export const answerErasedReply = withExamples(z.object(successFields).describe('Erased, now or before'), {
  erased: { summary: 'Erased', value: { success, message: 'Answer erased' } },
})

export const personErasedReply = withExamples(
  z
    .object({
      ...successFields,
      erased: z
        .object({
          forms: z.number().int().describe('Forms that went to them'),
          answers: z.number().int().describe('Answers that they gave'),
          messages: z.number().int().describe('Messages between you, and theirs in groups'),
        })
        .describe('How much this call erased'),
    })
    .describe('Nothing of the person is left'),
  {
    erased: {
      summary: 'Erased',
      value: { success, message: 'Person erased', erased: { forms: 2, answers: 1, messages: 7 } },
    },
    unknown: {
      summary: 'Nobody that was known',
      value: { success, message: 'Person erased', erased: { forms: 0, answers: 0, messages: 0 } },
    },
  },
)

const { revisions, ...FORM } = ANSWERED

export const personReply = withExamples(
  z
    .object({
      ...successFields,
      person: z
        .object({
          number: z.string().nullable().describe('Digits of the number; null: not known'),
          jids: z.array(z.string()).describe('Phone JIDs, in every spelling of the number'),
          lids: z.array(z.string()).describe('LIDs, the addresses without a number'),
        })
        .describe('Who it is, by every address that is known'),
      forms: z.array(formSchema.omit({ revisions: true })).describe('Forms that went to them, the first one first'),
      answers: z
        .array(
          answerSchema.extend({
            formId: z.string().nullable().describe('Our id of the form that it belongs to; null: to none'),
            reason: z.string().nullable().describe('Why it belongs to no form; null: it does'),
          }),
        )
        .describe('Answers that they gave, the first one first'),
      messages: z
        .array(messageData.extend({ messageId: z.string().describe('WhatsApp’s id of the message') }))
        .describe('Messages between you, and theirs in groups, the first one first'),
    })
    .describe('Everything of the person'),
  {
    person: {
      summary: 'A person who answered a form',
      value: {
        success,
        message: 'Person found',
        person: { number: '5511987654321', jids: [JID, '551187654321@s.whatsapp.net'], lids: [LID] },
        forms: [FORM, { ...FORM, failure: { code: '479', message: 'WhatsApp could not read the message' } }],
        answers: revisions.map((answer) => ({ ...answer, formId: FORM.id, reason: null })),
        messages: [
          {
            messageId: '3EB0C0FFEE0123456789AB',
            content: 'Quanto custa?',
            type: 'text',
            from: JID,
            to: '5511940000001@s.whatsapp.net',
            chat: JID,
            timestamp: '2026-05-02T12:00:00.000Z',
            isGroup: false,
            status: 'received',
            direction: 'incoming',
            state: 'received',
            source: '',
            sender: { jid: JID, lid: LID, name: 'Ana Souza' },
            replyTo: { messageId: FORM.messageId },
            failure: { code: '479', message: 'WhatsApp could not read the message' },
          },
        ],
      },
    },
  },
)

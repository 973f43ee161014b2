import { z } from 'zod'
import { SEND_STATES } from '../kernel/send-state.ts'
import { successFields, withExamples } from '../platform/http/index.ts'

const jid = (description: string) => z.string().nullable().describe(description)

/** What a send answers with, in `data`. */
const sentMessageSchema = z.object({
  messageId: z.string().describe('WhatsApp’s id of the message: for `replyTo`, look-ups and events'),
  messageType: z.string().describe('`interactive` for forms, `text` for texts'),
  content: z.string().describe('The text of the message'),
  timestamp: z.string().describe('When it went out, ISO 8601'),
  direction: z.literal('outgoing').describe('Always `outgoing`'),
  source: z.string().describe('The tag of the call'),
  state: z
    .enum(SEND_STATES)
    .describe(
      '`sent` when WhatsApp has confirmed it; `sending` when it has not within 5 seconds; `queued` when it goes out ' +
        'later; `delivered` or `read` when that is known already; `unknown` when the server died in between and it may have gone out',
    ),
  flowToken: z.string().nullish().describe('Forms: the token by which the answer is recognised; null when it has none'),
  chat: z
    .object({
      jid: jid('Phone JID, or JID of the group; null for a person known by LID only'),
      lid: jid('LID of the person, where it is known'),
      type: z.enum(['private', 'group']).describe('Whether a person or a group got it'),
      groupName: z.string().optional().describe('Groups: its subject'),
    })
    .describe('Where it went'),
  sender: z
    .object({
      jid: jid('Phone JID of the linked number'),
      lid: jid('LID of the linked number, where it is known'),
      name: z.string().nullable().describe('Profile name of the linked number, where it is known'),
    })
    .describe('The linked number'),
  replyTo: z
    .object({ messageId: z.string().describe('Message id of the original') })
    .optional()
    .describe('The message that it quotes; only on replies'),
  mentions: z.array(z.string()).optional().describe('JIDs that the text mentions; only where there are any'),
  warnings: z
    .array(
      z.object({
        field: z.string().describe('Which field of the request'),
        message: z.string().describe('What may be wrong with it'),
      }),
    )
    .describe('What was sent although WhatsApp may not show it as meant'),
})

const replyFields = z.object({
  ...successFields,
  status: z.literal('sent').describe('Always `sent`; `data.state` tells the truth'),
  data: sentMessageSchema.describe('The message'),
})

const success = { success: true, message: 'Message sent successfully', status: 'sent' } as const
const SENDER = { jid: '5511940000001@s.whatsapp.net', lid: '240000000000009@lid', name: 'Loja da Ana' }
const about = { direction: 'outgoing', timestamp: '2026-05-02T12:00:00.000Z', state: 'sent', sender: SENDER } as const

export const sendReplySchema = withExamples(
  replyFields.describe('It is kept, and WhatsApp has it unless `data.state` says otherwise'),
  {
    form: {
      summary: 'A form to a person',
      value: {
        ...success,
        data: {
          ...about,
          messageId: '3EB0A1B2C3D4E5F6071829',
          messageType: 'interactive',
          content: 'Olá! Preencha os seus dados, por favor.',
          source: 'api',
          flowToken: '0f8fad5b-d9cb-469f-a165-70867728950e',
          chat: { jid: '5511987654321@s.whatsapp.net', lid: '240000000000001@lid', type: 'private' },
          warnings: [
            { field: 'buttonLabel', message: 'longer than the 20 characters that WhatsApp is believed to show' },
          ],
        },
      },
    },
    reply: {
      summary: 'A reply in a group that mentions its author',
      value: {
        ...success,
        data: {
          ...about,
          messageId: '3EB0B1B2C3D4E5F6071829',
          messageType: 'text',
          content: 'Sim, @5511987654321',
          source: 'crm',
          chat: { jid: '120363000000000001@g.us', lid: null, type: 'group', groupName: 'Turma' },
          replyTo: { messageId: '3EB0C0FFEE0123456789AB' },
          mentions: ['5511987654321@s.whatsapp.net'],
          warnings: [],
        },
      },
    },
  },
)

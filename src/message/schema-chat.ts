import { z } from 'zod'
import { SEND_STATES } from '../kernel/send-state.ts'
import { successFields, withExamples } from '../platform/http/index.ts'
import { STATUS_CODES, type StatusWord } from './domain/status.ts'

const WORDS = Object.keys(STATUS_CODES) as [StatusWord, ...StatusWord[]]

/** Presence is checked by the use case, whose literal differs by route. */
export const messageIdQuery = z
  .object({
    messageId: z
      .string()
      .max(255)
      .optional()
      .describe('WhatsApp’s id of a message that was sent or received, at most 255 characters')
      .meta({ examples: ['3EB0C0FFEE0123456789AB'] }),
  })
  .meta({ required: ['messageId'] })

const failure = z.object({
  code: z.string().describe('WhatsApp’s code (`405`, `463`, `479`, …), or a word of ours'),
  message: z.string().describe('What that means'),
})

const status = z
  .enum(WORDS)
  .describe('How far it came; `pending` before WhatsApp’s confirmation, `error` when it failed')
const state = z
  .enum([...SEND_STATES, 'received'])
  .describe('The same in the words of sends and forms; what came in is `received`')
const timestamp = z.string().describe('The sender’s time of an incoming message, ours of an outgoing one, ISO 8601')
const jid = (description: string) => z.string().nullable().describe(description)

/** A message as it is read back. */
export const messageData = z.object({
  content: z
    .string()
    .describe('Its text, as it was last edited by its author; of a form answer the body that the phone shows'),
  type: z
    .string()
    .describe('`text`, `interactive`, `interactive_response`, `image`, `revoked` (its author took it back), …'),
  from: jid('JID of its sender'),
  to: jid('JID of the person or group that it went to'),
  chat: jid('JID of the chat'),
  timestamp,
  isGroup: z.boolean().describe('Whether the chat is a group'),
  status,
  direction: z.enum(['incoming', 'outgoing']).describe('Whether it came in or went out'),
  state,
  source: z.string().describe('The tag of the call that sent it; empty for others'),
  sender: z
    .object({
      jid: jid('Phone JID, where it is known'),
      lid: jid('LID, where it is known'),
      name: z.string().nullable().describe('Name that the sender goes by'),
    })
    .describe('Who wrote it, by both addresses'),
  replyTo: z
    .object({ messageId: z.string().describe('Message id of the original') })
    .nullable()
    .describe('What it quotes'),
  failure: failure.nullable().describe('Why it failed'),
})

const messageFields = z.object({
  ...successFields,
  messageId: z.string().describe('WhatsApp’s id of the message'),
  status: z.literal('found').describe('Always `found`'),
  data: messageData.describe('The message'),
})

const statusFields = z.object({
  ...successFields,
  message_id: z.string().describe('WhatsApp’s id of the message'),
  status,
  status_code: z.number().describe('pending 0, sent 1, delivered 2, received 3, read 4, played 5, error -1'),
  direction: z.enum(['sent', 'received']).describe('Whether this instance sent or received it'),
  chat_jid: jid('JID of the chat'),
  timestamp,
  state,
  error: failure.optional().describe('Why it failed; only with `error`'),
})

const ID = '3EB0C0FFEE0123456789AB'
const TIME = '2026-05-02T12:00:00.000Z'
const ANA = '5511987654321@s.whatsapp.net'

/** What `GET /api/chat/getMessage/:instance` answers. */
export const messageReply = withExamples(messageFields.describe('The message as it is kept'), {
  incoming: {
    summary: 'A reply that came in',
    value: {
      success: true,
      message: 'Message found',
      messageId: ID,
      status: 'found',
      data: {
        content: 'Quanto custa?',
        type: 'text',
        from: ANA,
        to: '5511940000001@s.whatsapp.net',
        chat: ANA,
        timestamp: TIME,
        isGroup: false,
        status: 'received',
        direction: 'incoming',
        state: 'received',
        source: '',
        sender: { jid: ANA, lid: '240000000000001@lid', name: 'Ana Souza' },
        replyTo: { messageId: '3EB0A1B2C3D4E5F6071829' },
        failure: null,
      },
    },
  },
  failed: {
    summary: 'A form that WhatsApp refused',
    value: {
      success: true,
      message: 'Message found',
      messageId: '3EB0A1B2C3D4E5F6071829',
      status: 'found',
      data: {
        content: 'Olá! Preencha os seus dados, por favor.',
        type: 'interactive',
        from: '5511940000001@s.whatsapp.net',
        to: ANA,
        chat: ANA,
        timestamp: TIME,
        isGroup: false,
        status: 'error',
        direction: 'outgoing',
        state: 'failed',
        source: 'crm',
        sender: { jid: '5511940000001@s.whatsapp.net', lid: null, name: null },
        replyTo: null,
        failure: { code: '479', message: 'WhatsApp could not read the message' },
      },
    },
  },
})

/** What `GET /api/chat/status/:instance` answers. */
export const statusReply = withExamples(statusFields.describe('How far it came'), {
  read: {
    summary: 'A message that was read',
    value: {
      success: true,
      message: 'Message status retrieved successfully',
      message_id: ID,
      status: 'read',
      status_code: 4,
      direction: 'sent',
      chat_jid: ANA,
      timestamp: TIME,
      state: 'read',
    },
  },
  failed: {
    summary: 'A message that WhatsApp refused',
    value: {
      success: true,
      message: 'Message status retrieved successfully',
      message_id: ID,
      status: 'error',
      status_code: -1,
      direction: 'sent',
      chat_jid: ANA,
      timestamp: TIME,
      state: 'failed',
      error: {
        code: '463',
        message: 'WhatsApp restricts this number from writing first to people who never wrote to it',
      },
    },
  },
})

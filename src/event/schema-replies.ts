import { z } from 'zod'
import {
  configuredWebhookSchema,
  WEBHOOK_EXAMPLE as WEBHOOK,
  webhookSchema,
  websocketSchema,
} from '../instance/index.ts'
import { successFields, withExamples } from '../platform/http/index.ts'

const success = true as const
const TIME = '2026-05-02T12:00:00.000Z'

export const webhookReply = withExamples(
  z
    .object({ ...successFields, webhook: configuredWebhookSchema.describe('The webhook, exactly as it was given') })
    .describe('The webhook as it is now'),
  {
    made: {
      summary: 'A new one, with its secret',
      value: {
        success,
        message: 'Webhook configured',
        webhook: { ...WEBHOOK, secret: 'whsec_aW52ZW50ZWQgc2VjcmV0IG9mIGFuIGV4YW1wbGU=' },
      },
    },
    changed: {
      summary: 'One that was there before',
      value: { success, message: 'Webhook configured', webhook: WEBHOOK },
    },
  },
)

export const webhooksReply = withExamples(
  z
    .object({
      ...successFields,
      webhook: webhookSchema.optional().describe('With `label`: this one'),
      webhooks: z.array(webhookSchema).optional().describe('Without `label`: all, by label'),
    })
    .describe('All webhooks, or the one with the label'),
  {
    all: { summary: 'All', value: { success, message: 'Webhooks found', webhooks: [WEBHOOK] } },
    one: { summary: 'The one with the label', value: { success, message: 'Webhook found', webhook: WEBHOOK } },
  },
)

export const websocketReply = withExamples(
  z
    .object({ ...successFields, websocket: websocketSchema.describe('The WebSocket') })
    .describe('The WebSocket as it is now'),
  {
    on: {
      summary: 'Open for the original six',
      value: { success, message: 'WebSocket configured', websocket: { enabled: true, events: [], mediaBase64: false } },
    },
  },
)

export const ticketReply = withExamples(
  z
    .object({
      ...successFields,
      ticket: z.string().describe('Opens one WebSocket as `?token=`'),
      expiresIn: z.number().int().describe('Seconds that it is good for'),
    })
    .describe('A ticket'),
  {
    ticket: {
      summary: 'A ticket',
      value: {
        success,
        message: 'Ticket issued',
        ticket: 'tkt_n8c4z6w0r1t5y9u3p7s2d4f6g8h0q3v9k1x7b5n2',
        expiresIn: 30,
      },
    },
  },
)

const delivery = z.object({
  id: z.string().describe('Id of the delivery'),
  eventId: z.string().describe('Id of the event: the header `webhook-id` of every attempt'),
  event: z.string().describe('Event type'),
  label: z.string().describe('Label of the webhook'),
  state: z
    .enum(['pending', 'delivered', 'dead', 'cancelled'])
    .describe('It waits, it arrived, it was given up, or it was cancelled'),
  attempts: z.number().int().describe('How often it was tried'),
  nextAttemptAt: z.string().nullable().describe('When it is tried next; `null`: never again'),
  lastStatus: z.number().int().nullable().describe('HTTP status of the last attempt; `null`: none came'),
  lastError: z.string().nullable().describe('Why the last attempt got no status, in one word; `null`: it got one'),
  createdAt: z.string().describe('When the event happened'),
  messageId: z.string().nullable().describe('The message that the event is about'),
})

export const deliveriesReply = withExamples(
  z
    .object({
      ...successFields,
      deliveries: z.array(delivery).describe('A page of deliveries, the newest first'),
      nextCursor: z.string().nullable().describe('`cursor` of the next page; `null`: this was the last'),
    })
    .describe('A page of deliveries'),
  {
    page: {
      summary: 'One that waits for its third attempt',
      value: {
        success,
        message: 'Deliveries found',
        deliveries: [
          {
            id: 'dlv_1kqm3x5w82abcdefghjk',
            eventId: 'evt_00000000001wxyz4',
            event: 'form.answered',
            label: 'default',
            state: 'pending',
            attempts: 2,
            nextAttemptAt: '2026-05-02T12:00:35.000Z',
            lastStatus: 502,
            lastError: null,
            createdAt: TIME,
            messageId: '3EB0A1B2C3D4E5F60718',
          },
        ],
        nextCursor: null,
      },
    },
  },
)

import { z } from 'zod'
import {
  configuredWebhookSchema,
  WEBHOOK_EXAMPLE as WEBHOOK,
  webhookSchema,
  websocketSchema,
} from '../instance/index.ts'
import { successFields, withExamples } from '../platform/http/index.ts'

const success = true as const

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

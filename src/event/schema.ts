import { z } from 'zod'
import { problemWith } from '../kernel/errors.ts'
import { EVENT_TYPES, type EventType } from '../kernel/event.ts'
import { firstUnknown } from './domain/wanted.ts'

const absent = (value: unknown) => (value === null || value === '' ? undefined : value)
const MOST_EVENTS = 100

/** Bytes that may stand in a header value (RFC 9110 §5.5), as the wire takes them. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

const events = z
  .array(z.string())
  .max(MOST_EVENTS)
  .superRefine((asked, context) => {
    const unknown = firstUnknown(asked)
    if (unknown !== undefined) context.addIssue({ code: 'custom', message: `must name event types only` })
  })
  .transform((asked) => asked as EventType[])
  .describe(`Event types: ${EVENT_TYPES.join(', ')}. Empty: the six of the original contract`)

const flag = (preset: boolean, description: string) => z.boolean().default(preset).describe(description)

export const webhookInputSchema = z.object({
  label: z.string().max(100).default('default').describe('Which webhook; made when there is none with this label'),
  enabled: flag(true, 'Off: the row stays, the rest is cleared and what waits is cancelled'),
  url: z.string().max(4096).optional().describe('Where events are posted. Required when enabled'),
  authorization: z
    .string()
    .max(4096)
    .regex(HEADER_VALUE, 'must be a header value')
    .default('')
    .describe('Sent verbatim as the header `Authorization`'),
  byEvents: flag(false, 'Append `/<event>` to the path'),
  events: events.default([]),
  mediaBase64: flag(false, 'Put media into events'),
})

export const websocketInputSchema = z.object({
  enabled: z.boolean().default(true),
  events: events.default([]),
  mediaBase64: flag(false, 'Put media into events'),
})

export type WebhookInput = z.output<typeof webhookInputSchema>
export type WebsocketInput = z.output<typeof websocketInputSchema>

/** Reads a webhook block of another room. @throws request_invalid */
export function readWebhookInput(block: Record<string, unknown>): WebhookInput {
  return readBlock(webhookInputSchema, block)
}

/** Reads a WebSocket block of another room. @throws request_invalid */
export function readWebsocketInput(block: Record<string, unknown>): WebsocketInput {
  return readBlock(websocketInputSchema, block)
}

function readBlock<Schema extends z.ZodType>(schema: Schema, block: Record<string, unknown>): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(block).map(([name, value]) => [name, absent(value)]))
  const read = schema.safeParse(given)
  if (read.success) return read.data
  const details = read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  const [first] = details
  throw problemWith({ details }, 'request_invalid', `${first?.path ?? ''} ${first?.message ?? ''}`.trim())
}

const webhookSchema = z.object({
  label: z.string(),
  enabled: z.boolean(),
  url: z.string(),
  authorization: z.string(),
  byEvents: z.boolean(),
  events: z.array(z.string()),
  mediaBase64: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
  secret: z.string().optional().describe('Signs deliveries (Standard Webhooks). Shown at creation and rotation'),
})

const websocketSchema = z.object({
  enabled: z.boolean(),
  events: z.array(z.string()),
  mediaBase64: z.boolean(),
})

const success = { success: z.literal(true), message: z.string() }

export const webhookReply = z.object({ ...success, webhook: webhookSchema })
export const webhooksReply = z.object({
  ...success,
  webhook: webhookSchema.optional(),
  webhooks: z.array(webhookSchema).optional(),
})
export const websocketReply = z.object({ ...success, websocket: websocketSchema })
export const ticketReply = z.object({ ...success, ticket: z.string(), expiresIn: z.number() })

export const labelQuery = z.object({ label: z.string().optional() })

export const deliveriesQuery = z.object({
  label: z.string().optional(),
  state: z.enum(['pending', 'delivered', 'dead', 'cancelled']).optional(),
  event: z.enum(EVENT_TYPES).optional(),
  messageId: z.string().optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const deliveriesReply = z.object({
  ...success,
  deliveries: z.array(
    z.object({
      id: z.string(),
      eventId: z.string(),
      event: z.string(),
      label: z.string(),
      state: z.string(),
      attempts: z.number(),
      nextAttemptAt: z.string().nullable(),
      lastStatus: z.number().nullable(),
      lastError: z.string().nullable(),
      createdAt: z.string(),
      messageId: z.string().nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
})

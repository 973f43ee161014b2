import { z } from 'zod'
import { problemWith } from '../kernel/errors.ts'
import { EVENT_TYPES, type EventType } from '../kernel/event.ts'
import { withExamples } from '../platform/http/index.ts'
import { firstUnknown } from './domain/wanted.ts'

const absent = (value: unknown) => (value === null || value === '' ? undefined : value)
const MOST_EVENTS = 100
const LONGEST_LABEL = 100

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
  .prefault([])
  .describe(
    'Event types that it gets. Empty: the six of the original contract (`message.exchange` to `label.update`); the ' +
      'others are sent only to those who name them',
  )
  .meta({ items: { type: 'string', enum: EVENT_TYPES } })

const flag = (preset: boolean, description: string) => z.boolean().default(preset).describe(description)

const mediaBase64 = flag(false, 'Put media into events as Base64')

export const webhookInputSchema = withExamples(
  z.object({
    label: z
      .string()
      .max(LONGEST_LABEL)
      .default('default')
      .describe('Which webhook; it is made when there is none with this label'),
    enabled: flag(true, 'Off: the label and the secret stay, the rest is cleared, and what waits is cancelled'),
    url: z
      .string()
      .max(4096)
      .optional()
      .describe('Where events are posted, http or https, to a public address. Default: the one that it has'),
    authorization: z
      .string()
      .max(4096)
      .regex(HEADER_VALUE, 'must be a header value')
      .default('')
      .describe('Sent verbatim as the header `Authorization`; empty: no such header'),
    byEvents: flag(false, 'Append `/<event>` to the path of the URL'),
    events,
    mediaBase64,
  }),
  {
    answers: {
      summary: 'Answers, as soon as they are there',
      value: { url: 'https://example.com/answers', events: ['message.exchange', 'form.answered'] },
    },
    whole: {
      summary: 'A second webhook with everything set',
      value: {
        label: 'crm',
        enabled: true,
        url: 'https://crm.example.com/whatsapp?tenant=7',
        authorization: 'Bearer of-the-receiver',
        byEvents: true,
        events: ['form.sent', 'form.status', 'form.answered', 'form.expired'],
        mediaBase64: false,
      },
    },
    off: { summary: 'Switched off', value: { label: 'crm', enabled: false } },
  },
)

export const websocketInputSchema = withExamples(
  z.object({
    enabled: flag(true, 'Whether `GET /ws/{instance}` is open; off: open sockets are closed'),
    events,
    mediaBase64,
  }),
  {
    on: { summary: 'Open for the original six', value: { enabled: true } },
    answers: {
      summary: 'Answers only',
      value: { enabled: true, events: ['form.answered'], mediaBase64: false },
    },
  },
)

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

export const labelQuery = z.object({
  label: z
    .string()
    .optional()
    .describe(`Label of one webhook, up to ${LONGEST_LABEL} characters. Default: all of them`)
    .meta({ examples: ['default'] }),
})

const NO_TOKEN = 'Default: the token is in a header'

/** What `GET /ws/{instance}` takes; the room reads it itself, before the upgrade. */
export const socketQuery = z.object({
  token: z
    .string()
    .optional()
    .describe(
      `A ticket of \`POST /api/events/ticket/{instance}\`, or a TokenInstance, up to 256 characters. ${NO_TOKEN}`,
    )
    .meta({ examples: ['tkt_n8c4z6w0r1t5y9u3p7s2d4f6g8h0q3v9k1x7b5n2'] }),
  since: z
    .string()
    .optional()
    .describe('Id of the last event that you have, one only: what is kept after it comes first. Default: no replay')
    .meta({ examples: ['evt_00000000001wxyz4'] }),
})

import { z } from 'zod'
import { EVENT_TYPES } from '../kernel/event.ts'
import { successFields, withExamples } from '../platform/http/index.ts'

const success = true as const
const TIME = '2026-05-02T12:00:00.000Z'
const LONGEST_LABEL = 100
const DELIVERY_ID = /^dlv_[0-9a-hjkmnp-tv-z]{20}$/

export const deliveriesQuery = z.object({
  label: z
    .string()
    .optional()
    .describe(`Only those of the webhook with this label, up to ${LONGEST_LABEL} characters. Default: of all`)
    .meta({ examples: ['default'] }),
  state: z
    .enum(['pending', 'delivered', 'dead', 'cancelled'])
    .optional()
    .describe('Only those that wait, that arrived, that were given up, or that were cancelled. Default: all'),
  event: z.enum(EVENT_TYPES).optional().describe('Only those of this event type. Default: all'),
  messageId: z
    .string()
    .optional()
    .describe(
      'Only those about this message, by the id that WhatsApp knows, one only: of a form for its sending and its states, of an ' +
        'answer for `form.answered` and the `message.exchange` that it is. Default: about all',
    )
    .meta({ examples: ['3EB0A1B2C3D4E5F60718'] }),
  cursor: z
    .string()
    .refine((text) => DELIVERY_ID.test(text), 'must be the nextCursor of a page before')
    .optional()
    .describe('Where the page begins: only what `nextCursor` of the page before said. Default: the newest')
    .meta({ examples: ['dlv_1kqm3x5w82abcdefghjk'] }),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('How many a page has'),
})

export const deliverySchema = z.object({
  id: z.string().describe('Id of the delivery'),
  eventId: z.string().describe('Id of the event: the header `webhook-id` of every attempt'),
  event: z.string().describe('Event type'),
  label: z.string().describe('Label of the webhook'),
  state: z
    .enum(['pending', 'delivered', 'dead', 'cancelled'])
    .describe('It waits, it arrived, it was given up, or it was cancelled'),
  attempts: z.number().int().describe('How often it was tried since it was last queued'),
  nextAttemptAt: z.string().nullable().describe('When it is tried next at the earliest; `null`: never again'),
  lastStatus: z.number().int().nullable().describe('HTTP status of the last attempt; `null`: none came'),
  lastError: z.string().nullable().describe('Why the last attempt got no status, in one word; `null`: it got one'),
  createdAt: z.string().describe('When the event happened'),
  messageId: z.string().nullable().describe('The message that the event is about'),
})

/** One that waits for its third attempt. */
export const DELIVERY_EXAMPLE = {
  id: 'dlv_1kqm3x5w82abcdefghjk',
  eventId: 'evt_00000000001wxyz4',
  event: 'form.answered',
  label: 'default',
  state: 'pending' as const,
  attempts: 2,
  nextAttemptAt: '2026-05-02T12:00:35.000Z',
  lastStatus: 502,
  lastError: null,
  createdAt: TIME,
  messageId: '3EB0A1B2C3D4E5F60718',
}

export const deliveriesReply = withExamples(
  z
    .object({
      ...successFields,
      deliveries: z.array(deliverySchema).describe('A page of deliveries, the newest first'),
      nextCursor: z.string().nullable().describe('`cursor` of the next page; `null`: this was the last'),
    })
    .describe('A page of deliveries'),
  {
    page: {
      summary: 'One that waits for its third attempt',
      value: {
        success,
        message: 'Deliveries found',
        deliveries: [DELIVERY_EXAMPLE],
        nextCursor: null,
      },
    },
  },
)

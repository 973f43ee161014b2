import { z } from 'zod'
import { successFields, withExamples } from '../platform/http/index.ts'
import { DELIVERY_EXAMPLE, deliverySchema } from './schema-deliveries.ts'

const success = true as const
const LONGEST_LABEL = 100

export const deliveryQuery = z.object({
  id: z
    .string()
    .min(1)
    .max(64)
    .describe('Id of the delivery, as a list shows it')
    .meta({ examples: ['dlv_1kqm3x5w82abcdefghjk'] }),
})

export const testSchema = withExamples(
  z.object({
    label: z.string().max(LONGEST_LABEL).default('default').describe('Which webhook'),
  }),
  { usual: { summary: 'The webhook `default`', value: { label: 'default' } } },
)

const attempt = z
  .object({
    at: z.string().describe('When it began'),
    ms: z.number().int().describe('Milliseconds until the status was there, or until it was clear that none comes'),
    status: z.number().int().nullable().describe('HTTP status; `null`: none came'),
    error: z.string().nullable().describe('Why there was no status, in one word; `null`: there was one'),
    response: z
      .string()
      .nullable()
      .describe('How the answer begins, at most 4 KiB; `null`: none came, or what was sent has been erased since'),
  })
  .describe('An attempt')

const deliveryFile = deliverySchema.extend({
  url: z.string().nullable().describe('Where it is posted; `null`: the webhook is switched off, without an address'),
  body: z
    .string()
    .nullable()
    .describe('The envelope, byte for byte, but for the token; `null`: the event is no longer kept'),
  log: z.array(attempt).describe('Its attempts, the oldest first, over all replays'),
})

const BODY =
  '{"id":"evt_00000000001wxyz4","event":"form.answered","timestamp":"2026-05-02T12:00:00.000Z","version":1,' +
  '"data":{"form":{"id":"frm_1kqm3x5w82abcdefghjk"}},"instanceData":{"baseUrl":"https://gateway.example","instance":"shop"}}'

const REFUSED = {
  at: '2026-05-02T12:00:00.105Z',
  ms: 12,
  status: null,
  error: 'connection_refused',
  response: null,
}
const FAILED = { at: '2026-05-02T12:00:05.412Z', ms: 230, status: 502, error: null, response: '<h1>Bad Gateway</h1>' }

export const deliveryReply = withExamples(
  z.object({ ...successFields, delivery: deliveryFile.describe('The delivery') }).describe('A delivery'),
  {
    waiting: {
      summary: 'One that failed twice',
      value: {
        success,
        message: 'Delivery found',
        delivery: {
          ...DELIVERY_EXAMPLE,
          url: 'https://example.com/answers',
          body: BODY,
          log: [REFUSED, FAILED],
        },
      },
    },
  },
)

const TESTED = {
  ...DELIVERY_EXAMPLE,
  event: 'webhook.test',
  attempts: 1,
  nextAttemptAt: null,
  messageId: null,
  url: 'https://example.com/answers',
  body:
    '{"id":"evt_00000000001wxyz4","event":"webhook.test","timestamp":"2026-05-02T12:00:00.000Z","version":1,' +
    '"data":{"label":"default","timestamp":"2026-05-02T12:00:00.000Z"},' +
    '"instanceData":{"baseUrl":"https://gateway.example","instance":"shop"}}',
}

export const testReply = withExamples(
  z
    .object({ ...successFields, delivery: deliveryFile.describe('The delivery, after its only attempt') })
    .describe('What came of it'),
  {
    arrived: {
      summary: 'The receiver took it',
      value: {
        success,
        message: 'Webhook tested',
        delivery: {
          ...TESTED,
          state: 'delivered',
          lastStatus: 200,
          log: [{ ...FAILED, status: 200, response: 'ok' }],
        },
      },
    },
    failed: {
      summary: 'The receiver failed',
      value: {
        success,
        message: 'Webhook tested',
        delivery: { ...TESTED, state: 'dead', lastStatus: 502, log: [FAILED] },
      },
    },
  },
)

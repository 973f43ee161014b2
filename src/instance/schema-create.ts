import { z } from 'zod'
import { EVENT_TYPES } from '../kernel/event.ts'
import { withExamples } from '../platform/http/index.ts'
import { settingsFields } from './schema.ts'
import { newProxyFields } from './schema-proxy.ts'

/** Only what the documentation shows: the room of events checks it, for a wrong block does not undo the instance. */
const checkedLater = (about: {
  type: 'string' | 'boolean' | 'array'
  description: string
  [keyword: string]: unknown
}) => z.unknown().optional().meta(about)

const eventTypes = {
  type: 'array',
  items: { type: 'string', enum: EVENT_TYPES },
  maxItems: 100,
  description: 'Event types that it gets. Default: the six of the original contract, from `message.exchange` on',
} as const

const media = { type: 'boolean', description: 'Put media into events as Base64. Default `false`' } as const

export const createInstanceSchema = withExamples(
  z
    .object({
      name: z
        .string()
        .optional()
        .describe('Its name: letters, digits, `_` and `-`, at most 100; unique in the account. Required')
        .meta({ pattern: '^[A-Za-z0-9_-]{1,100}$' }),
      token: z
        .string()
        .regex(/^[\x21-\x7e]{16,256}$/, 'must be 16 to 256 visible ASCII characters')
        .optional()
        .describe('A TokenInstance of your own: 16 to 256 visible ASCII characters. Default: one is made'),
      ...settingsFields,
      webhookEnabled: checkedLater({
        type: 'boolean',
        description: 'Whether the webhook `default` is on. Default: it is on when there is a `webhookURL`',
      }),
      webhookURL: checkedLater({
        type: 'string',
        maxLength: 4096,
        description: 'Where events are posted, http or https. Default: no webhook is made',
      }),
      webhookAuthorization: checkedLater({
        type: 'string',
        maxLength: 4096,
        description: 'Sent verbatim as the header `Authorization`. Default: no such header',
      }),
      webhookByEvents: checkedLater({
        type: 'boolean',
        description: 'Append `/<event>` to the path. Default `false`',
      }),
      webhookEvents: checkedLater(eventTypes),
      webhookMediaBase64: checkedLater(media),
      websocketEnabled: checkedLater({ type: 'boolean', description: 'Whether the WebSocket is on. Default `false`' }),
      websocketEvents: checkedLater(eventTypes),
      websocketMediaBase64: checkedLater(media),
      ...newProxyFields,
    })
    .meta({ required: ['name'] }),
  {
    short: { summary: 'A name is enough', value: { name: 'shop' } },
    whole: {
      summary: 'With a token of your own, settings, a webhook, the WebSocket and a proxy',
      value: {
        name: 'shop',
        token: 'a-token-that-i-chose-myself',
        autoRejectCalls: true,
        callRejectMessage: 'We answer messages only.',
        ignoreGroupMessages: true,
        keepOnlineStatus: false,
        autoReadMessages: false,
        disableHistorySync: true,
        ignoreStatus: true,
        retentionDays: 365,
        answersInEvents: true,
        buttonLabels: { contact_details: 'Preencher cadastro', registration_offer: 'Quero a oferta' },
        flowIds: { contact_details: '1889354358373616', registration_offer: '892701196712475' },
        minSendIntervalMs: 1000,
        webhookEnabled: true,
        webhookURL: 'https://example.com/answers',
        webhookAuthorization: 'Bearer of-the-receiver',
        webhookByEvents: false,
        webhookEvents: ['message.exchange', 'form.answered'],
        webhookMediaBase64: false,
        websocketEnabled: true,
        websocketEvents: [],
        websocketMediaBase64: false,
        proxyEnabled: true,
        proxyHost: 'proxy.example.com',
        proxyPort: 1080,
        proxyProtocol: 'socks5',
        proxyUsername: 'shop',
        proxyPassword: 'of-the-proxy',
      },
    },
  },
)

export type CreateInstanceBody = z.output<typeof createInstanceSchema>

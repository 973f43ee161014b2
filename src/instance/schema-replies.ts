import { z } from 'zod'
import { INSTANCE_STATES } from '../kernel/instance-state.ts'
import { successFields, withExamples } from '../platform/http/index.ts'
import {
  configuredWebhookSchema,
  refusedWebhookSchema,
  refusedWebsocketSchema,
  webhookSchema,
  websocketSchema,
} from './schema-event-setup.ts'
import { LINKED_INSTANCE, NEW_INSTANCE, PROXY, QR, SETTINGS, TOKEN, WEBHOOK, WEBSOCKET } from './schema-examples.ts'
import { proxy, proxyFields } from './schema-proxy.ts'

const success = true as const

const id = z.string().describe('Our own id of the instance; it stays when tokens change')
const name = z.string().describe('Its name')
const token = z.string().describe('The TokenInstance, in clear')
const state = z.enum(INSTANCE_STATES).describe('How the instance stands')
const numberJid = z.string().nullable().describe('JID of the linked number; `null` while none is linked')
const data = z.object({ token }).describe('The token once more, where clients of the original look for it')

const byForm = (what: string) =>
  z.record(z.string(), z.string().describe(what)).describe(`${what}, by form type; a missing one is the server's`)

const settings = z
  .object({
    autoRejectCalls: z.boolean().describe('Incoming calls are rejected'),
    callRejectMessage: z.string().describe('Text sent to a rejected caller; empty: none'),
    ignoreGroupMessages: z.boolean().describe('Messages of groups are not kept; answers to forms are'),
    keepOnlineStatus: z.boolean().describe('The number is shown as online'),
    autoReadMessages: z.boolean().describe('Incoming messages are marked as read'),
    disableHistorySync: z.boolean().describe('The history that a phone brings along is not kept'),
    ignoreStatus: z.boolean().describe('As it was set; status posts are never kept'),
    retentionDays: z
      .number()
      .int()
      .nullable()
      .describe('Days that answers and messages are kept, 0 for ever; `null`: as the server does'),
    answersInEvents: z.boolean().describe('Events carry the values of answers'),
    buttonLabels: byForm('Label of the form button'),
    flowIds: byForm('Id of the flow that opens'),
    minSendIntervalMs: z.number().int().describe('Smallest distance between two sends in milliseconds; 0: none'),
  })
  .describe('What the instance is set to')

const instance = z.object({
  id,
  name,
  token,
  status: state,
  numberJid,
  createdAt: z.string().describe('When it was made'),
  updatedAt: z.string().describe('When it was changed last'),
  connection: z
    .object({
      state,
      numberJid,
      presenceStatus: z.string().describe('`available` while it is connected and shown as online, else `unavailable`'),
      displayStatus: z.string().describe('The state in words for people, with what to do about it'),
      reason: z
        .string()
        .nullable()
        .describe('Why it is in its state, in one word for programs; `null`: nothing is to be said'),
      restrictedUntil: z
        .string()
        .nullable()
        .describe('WhatsApp refused a first message to a stranger: until then none is tried; `null`: they are'),
      bannedUntil: z
        .string()
        .nullable()
        .describe('When the ban of the number ends, by WhatsApp; `null`: it is not banned, or WhatsApp did not say'),
      since: z
        .string()
        .nullable()
        .describe('When it came into its state; `null`: not known, it is in it since before an update of the gateway'),
    })
    .describe('The connection to WhatsApp'),
  profile: z
    .object({
      name: z.string().nullable().describe('Name that the number shows; `null` before it was ever linked'),
      pictureUrl: z.string().nullable().describe('Always `null`: pictures are not asked for'),
      isBusiness: z
        .boolean()
        .nullable()
        .describe('Whether its app is WhatsApp Business; `null` while it is not connected, or when it did not say'),
      businessName: z.string().nullable().describe('With `isBusiness`: the name of the business'),
    })
    .describe('What the number says of itself'),
  webhook: webhookSchema.nullable().describe('The webhook `default`; `null`: there is none'),
  websocket: websocketSchema.nullable().describe('The WebSocket; `null`: it was never configured'),
  proxy,
  settings,
})

const newInstance = instance
  .extend({
    webhook: z
      .union([configuredWebhookSchema, refusedWebhookSchema, z.null()])
      .describe('The webhook `default`; `null`: there is none; with `error`: the block was wrong'),
    websocket: z
      .union([websocketSchema, refusedWebsocketSchema, z.null()])
      .describe('The WebSocket; `null`: it was not configured; with `error`: the block was wrong'),
    proxy: z
      .object({
        ...proxyFields,
        error: z
          .string()
          .optional()
          .describe('Why the proxy that was asked for is not there: the instance would connect directly'),
      })
      .describe('The proxy of the instance'),
  })
  .describe('The new instance')

const named = <Status extends string>(...statuses: Status[]) =>
  z.object({ id, name, status: z.enum(statuses).describe('How the instance stands now') }).describe('The instance')

export const createdReply = withExamples(
  z
    .object({ ...successFields, instance: newInstance, data })
    .describe('The instance was made; its number is still to be linked'),
  {
    made: {
      summary: 'With a webhook, whose secret is shown only now',
      value: {
        success,
        message: 'Instance created',
        instance: {
          ...NEW_INSTANCE,
          webhook: { ...WEBHOOK, secret: 'whsec_aW52ZW50ZWQgc2VjcmV0IG9mIGFuIGV4YW1wbGU=' },
          websocket: WEBSOCKET,
        },
        data: { token: TOKEN },
      },
    },
    refusedBlock: {
      summary: 'Wrong blocks do not undo the instance',
      value: {
        success,
        message: 'Instance created',
        instance: {
          ...NEW_INSTANCE,
          webhook: { label: 'default', enabled: false, error: 'Invalid request: url is no address' },
          websocket: { enabled: false, error: 'Invalid request: events must name event types only' },
          proxy: { ...PROXY, error: 'Invalid request: proxy host is a name without an address' },
        },
        data: { token: TOKEN },
      },
    },
  },
)

export const listReply = withExamples(
  z
    .object({
      ...successFields,
      instances: z.array(instance).describe('The instances, the oldest first'),
      meta: z.object({ total: z.number().int().describe('How many there are') }).describe('About the list'),
    })
    .describe('The instances that the token may see'),
  {
    one: {
      summary: 'One, linked',
      value: { success, message: '1 Instance found', instances: [LINKED_INSTANCE], meta: { total: 1 } },
    },
    none: { summary: 'None', value: { success, message: '0 Instances found', instances: [], meta: { total: 0 } } },
  },
)

export const connectReply = withExamples(
  z
    .object({
      ...successFields,
      status: z.enum(['qr', 'pairing', 'connected']).describe('What came: a QR, a code, or it is linked already'),
      qrCode: z.string().optional().describe('With `qr`: what the QR says'),
      qrCodeBase64: z.string().optional().describe('With `qr`: the picture, as a `data:image/png;base64,…` address'),
      pairingCode: z.string().optional().describe('With `pairing`: `XXXX-XXXX`, to be typed into the phone'),
    })
    .describe('A code to link the number with, or nothing to do'),
  {
    qr: {
      summary: 'A QR',
      value: {
        success,
        message: 'QR code generated',
        qrCode: QR,
        qrCodeBase64: 'data:image/png;base64,iVBORw0KGgo=',
        status: 'qr',
      },
    },
    pairing: {
      summary: 'A pairing code',
      value: { success, message: 'Pairing code generated', pairingCode: 'K3V9-X7B5', status: 'pairing' },
    },
    connected: {
      summary: 'Linked already',
      value: { success, message: 'Instance is already connected', status: 'connected' },
    },
  },
)

const about = { id: NEW_INSTANCE.id, name: NEW_INSTANCE.name }

export const reconnectReply = withExamples(
  z.object({ ...successFields, instance: named('connecting') }).describe('It dials; `instance.state` events tell more'),
  {
    dials: {
      summary: 'It dials',
      value: { success, message: 'Instance is reconnecting', instance: { ...about, status: 'connecting' } },
    },
  },
)

export const logoutReply = withExamples(
  z.object({ ...successFields, instance: named('loggedout') }).describe('The number is unlinked'),
  {
    unlinked: {
      summary: 'Unlinked',
      value: { success, message: 'Instance logged out', instance: { ...about, status: 'loggedout' } },
    },
  },
)

export const deleteReply = withExamples(
  z.object({ ...successFields, instance: named('deleted') }).describe('The instance is gone'),
  {
    deleted: {
      summary: 'Gone',
      value: { success, message: 'Instance deleted', instance: { ...about, status: 'deleted' } },
    },
  },
)

export const settingsReply = withExamples(
  z.object({ ...successFields, settings }).describe('All settings, as they are now'),
  { settings: { summary: 'All settings', value: { success, message: 'Settings found', settings: SETTINGS } } },
)

export const tokenReply = withExamples(
  z
    .object({
      ...successFields,
      instance: named(...INSTANCE_STATES)
        .extend({ token })
        .describe('The instance'),
      data,
    })
    .describe('The new token; the old one ended'),
  {
    rotated: {
      summary: 'A new token',
      value: {
        success,
        message: 'Token rotated',
        instance: { ...about, status: 'connected', token: TOKEN },
        data: { token: TOKEN },
      },
    },
  },
)

import { z } from 'zod'

const success = z.literal(true)
const state = z.enum(['connected', 'connecting', 'disconnected', 'loggedout', 'banned', 'passkey_required'])
const shown = z.record(z.string(), z.unknown()).nullable()

const settings = z.object({
  autoRejectCalls: z.boolean(),
  callRejectMessage: z.string(),
  ignoreGroupMessages: z.boolean(),
  keepOnlineStatus: z.boolean(),
  autoReadMessages: z.boolean(),
  disableHistorySync: z.boolean(),
  ignoreStatus: z.boolean(),
  retentionDays: z.number().nullable(),
  answersInEvents: z.boolean(),
  buttonLabels: z.record(z.string(), z.string()),
  flowIds: z.record(z.string(), z.string()),
  minSendIntervalMs: z.number(),
})

const proxy = z.object({
  enabled: z.boolean(),
  host: z.string().nullable(),
  port: z.number().nullable(),
  protocol: z.string().nullable(),
  username: z.string().nullable(),
  error: z.string().optional(),
})

const instance = z.object({
  id: z.string(),
  name: z.string(),
  token: z.string(),
  status: state,
  numberJid: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  connection: z.object({
    state,
    numberJid: z.string().nullable(),
    presenceStatus: z.string(),
    displayStatus: z.string(),
  }),
  profile: z.object({
    name: z.string().nullable(),
    pictureUrl: z.string().nullable(),
    isBusiness: z.boolean().nullable(),
    businessName: z.string().nullable(),
  }),
  webhook: shown,
  websocket: shown,
  proxy,
  settings,
})

const named = z.object({ id: z.string(), name: z.string(), status: z.string() })

export const createdReply = z.object({ success, message: z.string(), instance, data: z.object({ token: z.string() }) })

export const listReply = z.object({
  success,
  message: z.string(),
  instances: z.array(instance),
  meta: z.object({ total: z.number() }),
})

export const connectReply = z.object({
  success,
  message: z.string(),
  status: z.enum(['qr', 'pairing', 'connected']),
  qrCode: z.string().optional().describe('What the QR says'),
  qrCodeBase64: z.string().optional().describe('The QR as `data:image/png;base64,…`'),
  pairingCode: z.string().optional().describe('`XXXX-XXXX`, to be typed into the phone'),
})

export const namedReply = z.object({ success, message: z.string(), instance: named })

export const settingsReply = z.object({ success, message: z.string(), settings })

export const proxyReply = z.object({ success, message: z.string(), proxy })

export const tokenReply = z.object({
  success,
  message: z.string(),
  instance: named.extend({ token: z.string() }),
  data: z.object({ token: z.string() }),
})

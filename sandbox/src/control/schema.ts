import { z } from 'zod'

/** A number in any spelling, or a JID: its digits. */
export const phoneDigits = z
  .string()
  .transform((text) => (text.split(/[@:]/)[0] ?? '').replace(/\D/g, ''))
  .refine((digits) => /^\d{5,15}$/.test(digits), 'must be a phone number of 5 to 15 digits')

const to = z.string().min(1)
const addressing = z.enum(['pn', 'lid'])
const wrap = z.enum(['ephemeral', 'documentWithCaption'])
const wait = z.coerce.number().int().min(0).max(120_000).default(0)
const after = z.coerce.number().int().min(0).default(0)

export const phoneParams = z.object({ phone: phoneDigits })
export const since = z.object({ after, waitMs: wait })
export const receiptsSince = z.object({ after, waitMs: wait, account: phoneDigits.optional() })

export const newPhone = z.object({
  phone: phoneDigits,
  lid: z
    .string()
    .regex(/^\d{5,20}(@lid)?$/, 'must be digits')
    .transform((lid) => lid.replace('@lid', ''))
    .optional(),
  name: z.string().min(1).max(100).optional(),
  headless: z.boolean().optional(),
  autoAnswer: z.boolean().optional(),
})

export const newGroup = z.object({
  subject: z.string().min(1).max(100),
  members: z.array(phoneDigits).min(1).max(1024),
  addressing: addressing.default('lid'),
})

export const hold = z.object({ account: phoneDigits })
export const release = z.object({ account: phoneDigits, perSecond: z.number().positive().max(100_000).optional() })

const platform = z.enum(['android', 'iphone', 'smba', 'smbi']).optional()

export const link = z.union([
  z.object({ phone: phoneDigits, platform, qr: z.string().min(1) }),
  z.object({ phone: phoneDigits, platform, pairingCode: z.string().min(8) }),
])

export const answer = z.object({
  messageId: z.string().optional(),
  to: to.optional(),
  flowToken: z.string().optional(),
  values: z.record(z.string(), z.unknown()).optional(),
  shape: z.union([z.literal(1), z.literal(2), z.literal(3)]).optional(),
  paramsJson: z.string().optional(),
  quote: z.boolean().optional(),
  from: addressing.optional(),
  wrap: wrap.optional(),
  version: z.number().int().nullable().optional(),
  body: z.string().optional(),
})

export const text = z.object({ to, text: z.string(), quote: z.string().optional() })

export const send = z.object({
  to,
  message: z.record(z.string(), z.unknown()),
  quote: z.string().optional(),
  from: addressing.optional(),
  wrap: wrap.optional(),
  encrypted: z.boolean().optional(),
  garbled: z.enum(['once', 'noise']).optional(),
})

export const call = z.object({
  to: phoneDigits,
  id: z.string().min(1).optional(),
  event: z.enum(['offer', 'accept', 'terminate', 'timeout']).optional(),
  video: z.boolean().optional(),
  group: z.boolean().optional(),
  from: addressing.optional(),
  ageMs: z.number().int().min(0).optional(),
})
export const receipt = z.object({ messageId: z.string().min(1), type: z.enum(['delivered', 'read', 'retry']) })

export const faults = z.strictObject({
  account: phoneDigits.optional(),
  nack: z.object({ code: z.number().int(), every: z.number().int().min(1).optional() }).optional(),
  delayMs: z.number().int().min(0).max(60_000).optional(),
  drop: z.enum(['close', 'kill']).optional(),
  streamError: z.union([z.string().min(1), z.number().int()]).optional(),
  loggedOut: z.boolean().optional(),
  banned: z.union([z.boolean(), z.literal('temporary')]).optional(),
  passkey: z.boolean().optional(),
  versionRefused: z.boolean().optional(),
  failure: z.number().int().min(400).max(599).optional(),
  mute: z.union([z.boolean(), z.literal('pings')]).optional(),
  offline: z.number().int().min(0).optional(),
  duplicate: z.boolean().optional(),
  lostReceipts: z.boolean().optional(),
  withheld: z.boolean().optional(),
  seed: z.number().int().optional(),
})

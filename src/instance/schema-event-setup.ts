import { z } from 'zod'

const events = z.array(z.string()).describe('Event types that it gets, as they were given; empty: the original six')
const mediaBase64 = z.boolean().describe('Whether events carry media as Base64')

/** A webhook as callers see it. */
export const webhookSchema = z.object({
  label: z.string().describe('Which of the webhooks of the instance'),
  enabled: z.boolean().describe('Whether it is switched on'),
  url: z
    .string()
    .describe('Where events are posted; empty once you switched it off. After a 410 of the receiver it stays'),
  authorization: z.string().describe('What is sent as the header `Authorization`; empty: none'),
  byEvents: z.boolean().describe('Whether `/<event>` is appended to the path'),
  events,
  mediaBase64,
  paused: z.boolean().describe('Whether nothing is posted; events wait'),
  pausedAt: z.string().nullable().describe('When it was paused; `null`: it is not'),
  pausedReason: z
    .enum(['five_days_of_failures', 'by_hand'])
    .nullable()
    .describe(
      'Why it is paused: every attempt of five days failed, or somebody paused it; only the latter stays when the webhook ' +
        'is configured. `null`: it is not paused',
    ),
  failingSince: z
    .string()
    .nullable()
    .describe('Since when every attempt has failed; `null`: the last one did not, or it was configured after it'),
  createdAt: z.string().describe('When it was made'),
  updatedAt: z.string().describe('When it was changed last'),
})

/** What the call that makes a webhook answers. */
export const configuredWebhookSchema = webhookSchema.extend({
  secret: z
    .string()
    .optional()
    .describe(
      'Signs deliveries as Standard Webhooks describe. Shown only in the answer that makes the webhook or its secret',
    ),
})

/** The WebSocket of an instance as callers see it. */
export const websocketSchema = z.object({
  enabled: z.boolean().describe('Whether `GET /ws/{instance}` is open'),
  events,
  mediaBase64,
})

/** What comes back for a wrong WebSocket block: it does not undo the instance. */
export const refusedWebsocketSchema = z.object({
  enabled: z.literal(false).describe('It is off'),
  error: z.string().describe('What is wrong with the block'),
})

/** The same for a webhook block. */
export const refusedWebhookSchema = z.object({ label: webhookSchema.shape.label, ...refusedWebsocketSchema.shape })

/** The webhook `default` and the WebSocket of an instance, null where there is none. */
export interface ShownSetup {
  webhook: z.input<typeof webhookSchema> | null
  websocket: z.input<typeof websocketSchema> | null
}

/** What became of the blocks that an instance was made with. */
export interface MadeSetup {
  webhook: z.input<typeof configuredWebhookSchema> | z.input<typeof refusedWebhookSchema> | null
  websocket: z.input<typeof websocketSchema> | z.input<typeof refusedWebsocketSchema> | null
}

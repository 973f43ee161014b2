import { z } from 'zod'
import { WEBHOOK_EXAMPLE, webhookSchema } from '../instance/index.ts'
import { successFields, withExamples } from '../platform/http/index.ts'
import { webhookInputSchema } from './schema.ts'

export const pauseInputSchema = withExamples(
  z.object({
    label: webhookInputSchema.shape.label.describe('Which of the webhooks of the instance'),
    paused: z.boolean().describe('`true`: post nothing, and let what happens wait; `false`: go on'),
  }),
  {
    pause: { summary: 'Pause the one with the label `crm`', value: { label: 'crm', paused: true } },
    resume: { summary: 'Let it go on', value: { label: 'crm', paused: false } },
  },
)

export const pausedReply = withExamples(
  z
    .object({ ...successFields, webhook: webhookSchema.describe('The webhook as it is now') })
    .describe('The webhook as it is now'),
  {
    paused: {
      summary: 'A paused webhook',
      value: {
        success: true,
        message: 'Webhook paused',
        webhook: {
          ...WEBHOOK_EXAMPLE,
          label: 'crm',
          paused: true,
          pausedAt: '2026-05-02T12:00:00.000Z',
          pausedReason: 'by_hand',
        },
      },
    },
  },
)

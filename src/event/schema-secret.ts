import { z } from 'zod'
import { configuredWebhookSchema, WEBHOOK_EXAMPLE } from '../instance/index.ts'
import { successFields, withExamples } from '../platform/http/index.ts'
import { webhookInputSchema } from './schema.ts'

export const rotateInputSchema = withExamples(
  z.object({ label: webhookInputSchema.shape.label.describe('Which of the webhooks of the instance') }),
  { crm: { summary: 'The one with the label `crm`', value: { label: 'crm' } } },
)

export const rotatedReply = withExamples(
  z
    .object({ ...successFields, webhook: configuredWebhookSchema.describe('The webhook, with its new secret') })
    .describe('The webhook as it is now'),
  {
    rotated: {
      summary: 'The new secret',
      value: {
        success: true,
        message: 'Webhook secret rotated',
        webhook: { ...WEBHOOK_EXAMPLE, label: 'crm', secret: 'whsec_YW5vdGhlciBpbnZlbnRlZCBzZWNyZXQgaGVyZQ==' },
      },
    },
  },
)

import { z } from 'zod'
import { withExamples } from './examples.ts'

const storeWord = z.enum(['ok', 'failed']).describe('Whether the store takes a write')
const diskWord = z
  .enum(['ok', 'low', 'failed'])
  .describe('Whether the disk of the data folder has room: `low` is less than 256 MiB, `failed` cannot be written to')

export const healthReply = withExamples(
  z
    .object({
      status: z.enum(['ok', 'degraded']).describe('`degraded`: something of `checks` failed'),
      service: z.string().describe('Always `formwire`'),
      version: z.string().describe('Version of the gateway'),
      uptime: z.number().int().describe('Whole seconds since the start'),
      timestamp: z.string().describe('When this was said'),
      checks: z.object({ store: storeWord, disk: diskWord }).describe('What was looked at'),
    })
    .describe('The process answers'),
  {
    well: {
      summary: 'Everything works',
      value: {
        status: 'ok',
        service: 'formwire',
        version: '0.1.0',
        uptime: 86400,
        timestamp: '2026-05-02T12:00:00.000Z',
        checks: { store: 'ok', disk: 'ok' },
      },
    },
  },
)

export type HealthReply = z.infer<typeof healthReply>

export const readyReply = withExamples(
  z.object({ status: z.literal('ready').describe('Calls may come') }).describe('Calls may come'),
  { ready: { summary: 'Ready', value: { status: 'ready' } } },
)

export const metricsReply = {
  description: 'Metrics in the text format of Prometheus',
  content: { 'text/plain': { schema: z.string().describe('One metric a line') } },
}

export const documentReply = z.looseObject({}).describe('This description: OpenAPI 3.1')

import { z } from 'zod'
import { successFields, withExamples } from '../platform/http/index.ts'
import { submitterSchema } from './schema-form.ts'
import { pageLimit } from './schema-list.ts'

export const listUnmatchedQuery = z.object({
  cursor: z
    .string()
    .optional()
    .describe('Where the page begins: only what `nextCursor` of the page before said. Default: the newest')
    .meta({ examples: ['ans_1kqm3x9982abcdefghjk'] }),
  limit: pageLimit('How many a page has at most; 4 MiB of `raw` end it earlier'),
})

export type ListUnmatchedQuery = z.output<typeof listUnmatchedQuery>

const REASONS = `Why it belongs to none: \`no_token_or_quote\` it names no form, \`unknown_form\` what it names is not known here,
\`wrong_sender\` what it names was sent to somebody else; or why it cannot be read: \`too_large\`, \`too_deep\`,
\`too_many_values\`, \`not_json\`, \`not_an_object\`, \`response_broken\``

const unmatchedSchema = z.object({
  id: z.string().describe('Our id of the answer'),
  at: z.string().describe('When it was submitted, ISO 8601'),
  from: submitterSchema,
  reason: z.string().describe(REASONS),
  quoted: z.string().nullable().describe('Id of the message that it quotes'),
  flowToken: z.string().nullable().describe('The token that it names; anyone can write one'),
  raw: z.string().describe('The answer as the phone sent it; of one that cannot be read the first 4096 characters'),
  erased: z.boolean().describe('Whether its contents were erased'),
})

export const unmatchedReplySchema = withExamples(
  z
    .object({
      ...successFields,
      answers: z.array(unmatchedSchema).describe('The answers, the newest first'),
      nextCursor: z.string().nullable().describe('What to send as `cursor` for the next page; null: there is no more'),
    })
    .describe('A page of answers that belong to no form'),
  {
    forged: {
      summary: 'An answer to somebody else’s form',
      value: {
        success: true,
        message: '1 Answer found',
        answers: [
          {
            id: 'ans_1kqm3x9982abcdefghjk',
            at: '2026-05-02T12:03:00.000Z',
            from: { jid: '5521912345678@s.whatsapp.net', lid: '240000000000002@lid', name: 'Bruno Lima' },
            reason: 'wrong_sender',
            quoted: null,
            flowToken: 'lead-4711',
            raw: '{"full_name":"Bruno Lima","flow_token":"lead-4711"}',
            erased: false,
          },
        ],
        nextCursor: null,
      },
    },
  },
)

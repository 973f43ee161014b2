import type { Readable } from 'node:stream'
import { z } from 'zod'
import { successFields, withExamples } from '../platform/http/index.ts'
import { formFilterQuery } from './schema-list.ts'

const exportId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, - or _')
  .meta({ examples: ['june-8f3a91'] })

export const exportFormsQuery = formFilterQuery.extend({
  format: z
    .enum(['csv', 'xlsx', 'jsonl'])
    .default('csv')
    .describe('`csv` and `xlsx` for spreadsheets; `jsonl` for programs: forms and answers as the API shows them'),
  lang: z
    .enum(['en', 'pt', 'es'])
    .optional()
    .describe('Language of the headings. Default: the names that the API uses, and times with their offset')
    .meta({ examples: ['pt'] }),
  delimiter: z
    .enum([',', ';'])
    .optional()
    .describe('What stands between two cells of `csv`. Default: a comma; with `lang` `pt` or `es` a semicolon')
    .meta({ examples: [';'] }),
  timezone: z
    .string()
    .optional()
    .describe(
      'IANA zone, up to 64 characters, in which times are told and days of `from` and `to` are meant. Default: UTC',
    )
    .meta({ examples: ['America/Sao_Paulo'] }),
  exportId: exportId
    .optional()
    .describe(
      'A name of your choice, 1 to 64 letters, digits, `-` or `_`, to ask with how far the export is. Default: none',
    ),
})

export type ExportFormsQuery = z.output<typeof exportFormsQuery>

/** Described as the text that callers read; what a use case gives for it is the stream of it. */
const file = (description: string, example: string) => ({
  schema: z
    .string()
    .describe(description)
    .meta({ examples: [example] }) as unknown as z.ZodType<Readable>,
})

export const exportFile = {
  description: 'The file, written while it is read: a connection that breaks before its end tells that it is not whole',
  content: {
    'text/csv': file('UTF-8 with a byte order mark; one row a submission', 'id,messageId,flowToken\r\n'),
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': file(
      'A workbook; every cell is a text',
      'PK…',
    ),
    'application/x-ndjson': file(
      'One JSON object a line, `form` and `answer`; `answer` is null where nobody answered yet',
      '{"form":{"id":"frm_1kqm3x5w82abcdefghjk"},"answer":null}\n',
    ),
  },
}

export const exportProgressQuery = z.object({
  exportId: exportId.describe('The `exportId` that the export was asked for with'),
})

export const exportProgressReply = withExamples(
  z
    .object({
      ...successFields,
      export: z
        .object({
          exportId: z.string().describe('The one that was asked for'),
          state: z
            .enum(['writing', 'done', 'failed'])
            .describe('`failed`: it broke off, or its caller hung up; the file is not whole'),
          rows: z.number().int().describe('Rows that are in the file so far; one that is read slowly takes them later'),
          done: z
            .number()
            .min(0)
            .max(1)
            .describe(
              '0 to 1, never going back: how much is walked of the time between the newest and the oldest form. 1: done',
            ),
        })
        .describe('How far it is'),
    })
    .describe('The progress of an export'),
  {
    half: {
      summary: 'Under way',
      value: {
        success: true,
        message: 'Export found',
        export: { exportId: 'june-8f3a91', state: 'writing', rows: 61_400, done: 0.4871 },
      },
    },
  },
)

import type { Readable } from 'node:stream'
import { z } from 'zod'
import { formFilterQuery } from './schema-list.ts'

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

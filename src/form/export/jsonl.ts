import type { ExportRow } from './export-row.ts'

/** A JSON object a line: the form without the copy of its latest answer, and the answer, as the API shows them. */
export async function* jsonlBytes(pages: AsyncIterable<readonly ExportRow[]>): AsyncGenerator<Uint8Array> {
  for await (const page of pages) {
    if (page.length > 0) yield Buffer.from(page.map(line).join(''))
  }
}

function line({ form: { answers: _, ...form }, answer }: ExportRow): string {
  return `${JSON.stringify({ form, answer })}\n`
}

import { stringify } from 'csv-stringify/sync'
import type { ExportRow } from './export-row.ts'
import type { Table } from './table.ts'

const BOM = '\ufeff'

/** Whatever an import may be told, or guess, to be between cells is quoted, so that no cell becomes two. */
const SEPARATORS = /[,;|\t\r\n ]/

/** A table as CSV after RFC 4180, UTF-8 with a BOM (Excel takes it for the system's code page without). */
export async function* csvBytes(
  table: Table,
  delimiter: string,
  pages: AsyncIterable<readonly ExportRow[]>,
): AsyncGenerator<Uint8Array> {
  const options = { delimiter, record_delimiter: '\r\n', quoted_match: SEPARATORS }
  yield Buffer.from(BOM + stringify([[...table.headings]], options))
  for await (const page of pages) {
    if (page.length > 0) yield Buffer.from(stringify(page.map(table.cells), options))
  }
}

import { Readable } from 'node:stream'
import { csvBytes } from './csv.ts'
import type { ExportOptions, ExportRow, OwnColumns } from './export-row.ts'
import { sheetName } from './headings.ts'
import { jsonlBytes } from './jsonl.ts'
import { makeTable } from './table.ts'
import { xlsxBytes } from './xlsx.ts'

export type ExportFormat = 'csv' | 'xlsx' | 'jsonl'

/**
 * Writes rows as a file, page by page: no more is asked of `pages` than is read of the file, and what it throws ends the
 * stream. Who destroys the stream ends `pages`.
 */
export function exportRows(
  format: ExportFormat,
  options: ExportOptions,
  columns: OwnColumns,
  pages: AsyncIterable<readonly ExportRow[]>,
): Readable {
  return Readable.from(bytesOf(format, options, columns, pages), { objectMode: false })
}

function bytesOf(
  format: ExportFormat,
  options: ExportOptions,
  columns: OwnColumns,
  pages: AsyncIterable<readonly ExportRow[]>,
): AsyncIterable<Uint8Array> {
  switch (format) {
    case 'csv':
      return csvBytes(makeTable(options, columns), options.delimiter, pages)
    case 'xlsx':
      return xlsxBytes(makeTable(options, columns), sheetName(options.lang), pages)
    case 'jsonl':
      return jsonlBytes(pages)
  }
}

import { addAbortSignal, Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import type { ExportRow } from './export-row.ts'
import { type RowCursor, rowCursor } from './row-cursor.ts'
import { columnLetters, rowXml, SHEET_END, sheetStart } from './sheet-xml.ts'
import type { Table } from './table.ts'
import { workbookParts } from './workbook-xml.ts'

/** When a new sheet begins. */
interface SheetLimits {
  /** Rows beside the heading; Excel opens 1,048,576 with it. */
  rows: number
  /** Of XML: from 4 GiB on a part would need ZIP64, which not every reader streams. */
  bytes: number
}

const LIMITS: SheetLimits = { rows: 1_000_000, bytes: 3_500_000_000 }

/** Pieces of XML that are handed on together. */
const CHUNK_CHARACTERS = 65_536

/** A table as a workbook of strings. Whoever stops reading ends `pages` too. */
export async function* xlsxBytes(
  table: Table,
  name: string,
  pages: AsyncIterable<readonly ExportRow[]>,
  limits = LIMITS,
): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile()
  // A PassThrough, whatever its type says: it can be destroyed.
  const output = zip.outputStream as Readable
  const rows = rowCursor(pages)
  const reader = new AbortController()
  zip.on('error', (error) => output.destroy(error))
  const filling = fill(zip, table, name, rows, limits, reader.signal).catch((error: Error) => {
    output.destroy(error)
  })
  try {
    for await (const chunk of output) yield chunk
  } finally {
    reader.abort()
    await filling
    await rows.close()
  }
}

/** Writes sheet after sheet, and what tells how many they are at the end. */
async function fill(
  zip: ZipFile,
  table: Table,
  name: string,
  rows: RowCursor<ExportRow>,
  limits: SheetLimits,
  signal: AbortSignal,
): Promise<void> {
  let sheets = 0
  do {
    sheets += 1
    const sheet = addAbortSignal(signal, Readable.from(sheetXml(table, rows, limits), { objectMode: false }))
    zip.addReadStream(sheet, `xl/worksheets/sheet${sheets}.xml`)
    await finished(sheet)
  } while (await rows.hasMore())
  for (const [path, xml] of Object.entries(workbookParts(name, sheets))) zip.addBuffer(Buffer.from(xml), path)
  zip.end()
}

async function* sheetXml(table: Table, rows: RowCursor<ExportRow>, limits: SheetLimits): AsyncGenerator<Buffer> {
  const columns = columnLetters(table.headings.length)
  let written = 1
  let bytes = 0
  let xml = sheetStart(columns.length) + rowXml(written, columns, table.headings, true)
  while (written <= limits.rows && bytes < limits.bytes && (await rows.hasMore())) {
    written += 1
    xml += rowXml(written, columns, table.cells(rows.take()))
    if (xml.length < CHUNK_CHARACTERS) continue
    const chunk = Buffer.from(xml)
    bytes += chunk.length
    xml = ''
    yield chunk
  }
  yield Buffer.from(xml + SHEET_END)
}

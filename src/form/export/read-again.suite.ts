import { parse } from 'csv-parse/sync'
import readXlsx from 'read-excel-file/node'
import type { ExportOptions, ExportRow, OwnColumns } from './export-row.ts'
import { exportRows } from './export-rows.ts'

/** Every cell of a CSV file as text, by a reader that is not the writer's library. */
export function readCsv(file: Buffer, delimiter: string): string[][] {
  return parse(file, { bom: true, delimiter })
}

/** Every cell of every sheet, blank ones as `''`. A cell that is no string shows as what it is. */
export async function readWorkbook(file: Buffer): Promise<{ sheet: string; rows: unknown[][] }[]> {
  const sheets = await readXlsx(file, { trim: false })
  return sheets.map(({ sheet, data }) => ({ sheet, rows: data.map((row) => row.map((cell) => cell ?? '')) }))
}

/** Exports in each format that has cells, and reads it again. */
export async function throughEachFormat(
  options: ExportOptions,
  columns: OwnColumns,
  pages: () => AsyncIterable<readonly ExportRow[]>,
): Promise<unknown[][][]> {
  const comma = await bytesOf(exportRows('csv', { ...options, delimiter: ',' }, columns, pages()))
  const semicolon = await bytesOf(exportRows('csv', { ...options, delimiter: ';' }, columns, pages()))
  const sheets = await readWorkbook(await bytesOf(exportRows('xlsx', options, columns, pages())))
  return [readCsv(comma, ','), readCsv(semicolon, ';'), ...sheets.map(({ rows }) => rows)]
}

export async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

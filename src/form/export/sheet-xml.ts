import { cutText } from './cell.ts'

/** Excel's own limit of a cell, in UTF-16 units. */
const LONGEST_CELL = 32_767

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'

/** Indexes of `cellXfs` in styles.xml. */
const STYLE = { heading: 1, wrapped: 2 }

/** How a sheet begins: its first row stays in sight. */
export function sheetStart(columns: number): string {
  return (
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="${MAIN}"><sheetViews>` +
    '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>' +
    `</sheetViews><cols><col min="1" max="${columns}" width="20" customWidth="1"/></cols><sheetData>`
  )
}

export const SHEET_END = '</sheetData></worksheet>'

/** Points of a line of text, and lines that a row shows at most. */
const LINE_POINTS = 15
const MOST_LINES = 10

/** A row of strings; `row` counts from 1, `columns` are the letters of `columnLetters`. Blank cells are left out. */
export function rowXml(row: number, columns: readonly string[], cells: readonly string[], isHeading = false): string {
  let xml = ''
  let lines = 1
  for (const [index, text] of cells.entries()) {
    if (text === '') continue
    const breaks = text.includes('\n') ? text.split('\n', MOST_LINES).length : 1
    lines = Math.max(lines, breaks)
    const style = isHeading ? STYLE.heading : breaks > 1 ? STYLE.wrapped : 0
    xml += `<c r="${columns[index]}${row}" t="inlineStr"${style === 0 ? '' : ` s="${style}"`}>${inlineString(text)}</c>`
  }
  // LibreOffice shows one line of a row that does not say how high it is.
  return `<row r="${row}"${lines === 1 ? '' : ` ht="${lines * LINE_POINTS}"`}>${xml}</row>`
}

/** XML drops space at the ends, and tells no carriage return, unless it is told to. */
function inlineString(text: string): string {
  const space = /^\s|\s$|[\t\r\n]/.test(text) ? ' xml:space="preserve"' : ''
  return `<is><t${space}>${escapeXml(cutText(text, LONGEST_CELL))}</t></is>`
}

const ESCAPED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;', _: '_x005F_' }

/** Excel reads `_x0041_` in a text as the character with that number (ECMA-376, ST_Xstring): its `_` is written so. */
function escapeXml(text: string): string {
  return text.replace(/[&<>\r]|_(?=x[0-9a-f]{4}_)/gi, (sign) => ESCAPED[sign] ?? sign)
}

/** `A` … `Z`, `AA` … for so many columns. */
export function columnLetters(count: number): string[] {
  return Array.from({ length: count }, (_, index) => lettersOf(index))
}

function lettersOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : lettersOf(Math.floor(index / 26) - 1) + last
}

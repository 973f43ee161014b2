import { cellText } from './cell.ts'
import type { ExportOptions, ExportRow, OwnColumns } from './export-row.ts'
import { FIXED_COLUMNS, fixedCells } from './fixed-columns.ts'
import { fixedHeadings, moreHeading } from './headings.ts'
import { timesIn } from './local-time.ts'
import { ownCells, ownHeadings } from './own-columns.ts'

/** What Excel opens at most; questions beyond go into the last column. */
const MOST_COLUMNS = 16_384

/** An export as rows of text that is safe to stand in a spreadsheet. */
export interface Table {
  headings: readonly string[]
  cells: (row: ExportRow) => string[]
}

export function makeTable({ lang, timezone }: Omit<ExportOptions, 'delimiter'>, wanted: OwnColumns): Table {
  const own = within(MOST_COLUMNS - FIXED_COLUMNS.length - 1, wanted)
  const time = timesIn(timezone, lang === null)
  const readOwn = ownCells(own)
  return {
    headings: distinct([...fixedHeadings(lang), ...ownHeadings(own, lang), moreHeading(lang)].map(cellText)),
    cells: (row) => [...fixedCells(row, time), ...readOwn(row)].map(cellText),
  }
}

function within(room: number, { custom, other }: OwnColumns): OwnColumns {
  const labels = [...new Set(custom)].slice(0, room)
  return { custom: labels, other: [...new Set(other)].slice(0, room - labels.length) }
}

/** Programs read cells by their heading: one that stands already gets a number. */
function distinct(headings: readonly string[]): string[] {
  const taken = new Set<string>()
  return headings.map((heading) => {
    let name = heading
    for (let nth = 2; taken.has(name); nth++) name = `${heading} (${nth})`
    taken.add(name)
    return name
  })
}

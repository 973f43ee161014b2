import { readableKey } from '../domain/typed-other.ts'
import { type ExportLanguage, type ExportRow, type OwnColumns, typedOf } from './export-row.ts'

/** Headings of the columns of one's own questions. In API names they cannot meet those of fixed columns. */
export function ownHeadings({ custom, other }: OwnColumns, lang: ExportLanguage): string[] {
  return lang === null
    ? [...custom.map((label) => `customFields.${label}`), ...other.map((key) => `other.${key}`)]
    : [...custom, ...other.map(readableKey)]
}

/**
 * What a row has in those columns, and in the last one, as JSON, what has no column. Two questions with one label share
 * a cell, a line each.
 */
export function ownCells({ custom, other }: OwnColumns): (row: ExportRow) => string[] {
  const customAt = new Map(custom.map((label, index) => [label, index]))
  const otherAt = new Map(other.map((key, index) => [key, custom.length + index]))
  return (row) => {
    const cells = new Array<string>(custom.length + other.length).fill('')
    const more: Record<string, unknown[]> = {}
    const put = (index: number | undefined, name: string, whole: object, shown: unknown) => {
      if (index === undefined) {
        more[name] ??= []
        more[name].push(whole)
        return
      }
      const before = cells[index]
      cells[index] = before ? `${before}\n${textOf(shown)}` : textOf(shown)
    }
    const typed = typedOf(row)
    for (const one of typed.customFields ?? []) put(customAt.get(one.label), 'customFields', one, one.value)
    for (const one of typed.other ?? []) {
      put(otherAt.get(one.key), 'other', one, one.display ?? one.date ?? one.value)
    }
    return [...cells, Object.keys(more).length === 0 ? '' : JSON.stringify(more)]
  }
}

function textOf(shown: unknown): string {
  return Array.isArray(shown) ? shown.join(', ') : String(shown ?? '')
}

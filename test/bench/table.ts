import type { Measured } from './measure.ts'

const COLUMNS = ['asked for', 'small', 'large', 'ratio', 'p99 small', 'p99 large', 'stand large'] as const

/** The measurements as a table that stands in a terminal and in Markdown alike. Times are milliseconds. */
export function tableOf(measured: readonly Measured[]): string {
  const rows = measured.map(({ name, isPromised, small, large, ratio }) => [
    isPromised ? `**${name}**` : name,
    ...[small.median, large.median, ratio, small.p99, large.p99].map((value) => value.toFixed(2)),
    large.stand.toFixed(0),
  ])
  const widths = COLUMNS.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  return [line(COLUMNS), rule, ...rows.map(line)].join('\n')
}

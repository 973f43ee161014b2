import { expect, test } from 'vitest'
import { exampleRow, OPTIONS, pagesOf } from './example-row.suite.ts'
import { bytesOf, readWorkbook } from './read-again.suite.ts'
import { makeTable } from './table.ts'
import { xlsxBytes } from './xlsx.ts'

const TABLE = makeTable(OPTIONS, { custom: [], other: [] })
const NAME_AT = TABLE.headings.indexOf('answers.fullName')

const named = (...names: string[]) => names.map((fullName) => exampleRow({ fullName }))

async function namesOnSheets(
  pages: ReturnType<typeof pagesOf<ReturnType<typeof exampleRow>>>,
  rows: number,
  bytes = 1e9,
) {
  const sheets = await readWorkbook(await bytesOf(xlsxBytes(TABLE, 'Answers', pages, { rows, bytes })))
  return sheets.map(({ sheet, rows: read }) => [sheet, ...read.map((cells) => cells[NAME_AT])])
}

const HEADING = 'answers.fullName'

test('a new sheet begins after so many rows, with the headings again', async () => {
  expect(await namesOnSheets(pagesOf(named('a', 'b', 'c'), named('d')), 2)).toEqual([
    ['Answers', HEADING, 'a', 'b'],
    ['Answers 2', HEADING, 'c', 'd'],
  ])
  expect(await namesOnSheets(pagesOf(named('a', 'b', 'c')), 2)).toEqual([
    ['Answers', HEADING, 'a', 'b'],
    ['Answers 2', HEADING, 'c'],
  ])
})

test('a new sheet begins before one is too large', async () => {
  const long = 'x'.repeat(30_000)
  const sheets = await namesOnSheets(pagesOf(named(long, long, long, 'short')), 100, 60_000)
  expect(sheets.map((names) => names.length)).toEqual([4, 4])
})

test('without rows there is one sheet with headings', async () => {
  expect(await namesOnSheets(pagesOf(), 2)).toEqual([['Answers', HEADING]])
})

test('a cell holds what Excel can hold, cut before a character that would be halved', async () => {
  const [sheet = []] = await namesOnSheets(pagesOf(named('a'.repeat(40_000), `${'a'.repeat(32_766)}🦄`)), 9)
  expect(sheet.slice(2).map((name) => String(name).length)).toEqual([32_767, 32_766])
})

test.each(['_x0041_', '_x0041_x0042_', '_x00e9_', '__x005F__', 'a_x000D_b', '<b>&amp;"]]>', 'a\rb\r\nc\nd\t', '  a  '])(
  '%j comes back as it was typed',
  async (name) => {
    const [sheet = []] = await namesOnSheets(pagesOf(named(name)), 9)
    expect(sheet[2]).toBe(name)
  },
)

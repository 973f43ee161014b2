import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exampleRow, OPTIONS, pagesOf } from './example-row.suite.ts'
import { exportRows } from './export-rows.ts'
import { bytesOf, throughEachFormat } from './read-again.suite.ts'

const NONE = { custom: [], other: [] }
const OWN = { custom: ['Pergunta'], other: ['key'] }
const FORMATS = ['csv', 'xlsx', 'jsonl'] as const

const asked = (value: string) =>
  exampleRow(
    { fullName: value, customFields: [{ label: 'Pergunta', value }], other: [{ key: 'key', label: 'key', value }] },
    value,
  )

test.each([
  'João da Conceição Ñandú',
  'Rua A, 1\nBloco "B"\r\nApto; 3',
  '"quoted"',
  "O'Neil",
  'a,b;c|d\te',
  '🦄 👩‍👩‍👧 日本語 العربية',
  ' blank at the ends ',
  '00123',
  '1e5',
  'true',
  '2026-05-02',
  '+5511999999999',
  '<b>&amp;</b>',
])('%j comes back whole from every cell of CSV and XLSX', async (text) => {
  for (const [headings = [], row = []] of await throughEachFormat(OPTIONS, OWN, () => pagesOf([asked(text)]))) {
    const cell = (heading: string) => row[headings.indexOf(heading)]
    expect(['answer.from.name', 'answers.fullName', 'customFields.Pergunta', 'other.key'].map(cell)).toEqual(
      Array(4).fill(text),
    )
  }
})

test('CSV begins with a BOM, and its lines end as RFC 4180 says', async () => {
  const file = await bytesOf(exportRows('csv', OPTIONS, NONE, pagesOf([exampleRow()])))
  expect(file.subarray(0, 5).toString('latin1')).toBe('\xef\xbb\xbfid')
  expect(file.toString().split('\r\n')).toHaveLength(3)
})

test('a cell that holds the other separator is quoted, so that a wrong guess makes no formula of it', async () => {
  const file = await bytesOf(exportRows('csv', OPTIONS, NONE, pagesOf([exampleRow({ fullName: 'a;=1+1' })])))
  expect(file.toString()).toContain(',"a;=1+1",')
})

test('no cell is one that a spreadsheet would take as a formula, headings neither', async () => {
  const start = fc.constantFrom(
    '=',
    '+',
    '-',
    '@',
    '＝',
    '＠',
    '\t=',
    '\r',
    ' =',
    '\ufeff=',
    '\u200b+',
    '\0=',
    '\ufffe=',
    '',
  )
  const text = fc.tuple(start, fc.string({ unit: 'binary', maxLength: 6 })).map((parts) => parts.join(''))
  const lang = fc.constantFrom('en', 'pt', 'es', null)
  await fc.assert(
    fc.asyncProperty(text, text, lang, async (value, label, language) => {
      const row = exampleRow(
        {
          fullName: value,
          phoneNumber: { e164: null, raw: value, valid: false },
          email: { value, valid: false },
          cpfOrCnpj: { kind: 'unknown', digits: value, formatted: value, valid: false },
          citizenshipCard: value,
          deliveryAddress: { city: value, note: value, raw: {} },
          customFields: [{ label, value }],
          other: [{ key: label, label, value, display: value }],
        },
        value,
      )
      row.form.message = value
      row.form.source = value
      const columns = { custom: [label], other: [label] }
      for (const rows of await throughEachFormat({ ...OPTIONS, lang: language }, columns, () => pagesOf([row]))) {
        expect(rows).toHaveLength(2)
        const cells = rows.flat()
        expect(cells.filter((cell) => typeof cell !== 'string')).toEqual([])
        const formulas = cells.filter((cell) => /^[\s\p{Cf}\p{Cc}]*[=+\-@＝＋－＠]/u.test(String(cell)))
        expect(formulas.filter((cell) => !/^\+[1-9]\d{6,14}$/.test(String(cell)))).toEqual([])
      }
    }),
    { numRuns: 60 },
  )
})

test('JSON lines hold the form without its answers, and the answer', async () => {
  const rows = [exampleRow({ fullName: '=Ana\n"' }), exampleRow(null)]
  const lines = (await bytesOf(exportRows('jsonl', OPTIONS, NONE, pagesOf(rows)))).toString().trimEnd().split('\n')
  const { answers: _, ...form } = rows[0]?.form ?? {}
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { form, answer: rows[0]?.answer },
    { form: { ...form, state: 'sent' }, answer: null },
  ])
})

test.each(FORMATS)('an error in the middle ends the %s stream with it', async (format) => {
  async function* broken() {
    yield [exampleRow()]
    throw new Error('the store is gone')
  }
  await expect(bytesOf(exportRows(format, OPTIONS, NONE, broken()))).rejects.toThrow('the store is gone')
})

test.each(FORMATS)('who stops reading %s lets the pages go', async (format) => {
  let isOpen = true
  async function* endless() {
    try {
      while (true) yield Array.from({ length: 100 }, () => exampleRow({ fullName: crypto.randomUUID() }))
    } finally {
      isOpen = false
    }
  }
  for await (const _ of exportRows(format, OPTIONS, NONE, endless())) break
  await expect.poll(() => isOpen).toBe(false)
})

const PAGE = 500
const PAGES = 400

/** Random text: the compressor can hold little of it back, so that what was read tells what was asked for. */
test.each(['csv', 'xlsx'] as const)('200,000 rows of %s: pages are asked for as they are read', async (format) => {
  const filler = Array.from({ length: PAGE }, () => exampleRow({ fullName: crypto.randomUUID().repeat(2) }))
  let asked = 0
  async function* pages() {
    for (; asked < PAGES; asked++) yield filler
  }
  const stream = exportRows(format, OPTIONS, NONE, pages())
  let read = 0
  const ahead: [read: number, asked: number][] = []
  for await (const chunk of stream) {
    // A slow reader: everything that can run without it does.
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
    read += chunk.length
    ahead.push([read, asked])
  }
  const bytesAPage = read / PAGES
  const most = Math.max(...ahead.map(([bytes, count]) => count - bytes / bytesAPage))
  expect(asked).toBe(PAGES)
  expect(most).toBeLessThan(PAGES / 10)
})

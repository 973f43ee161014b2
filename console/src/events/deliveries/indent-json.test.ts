import { expect, test } from 'vitest'
import { indentJson } from './indent-json.ts'

test.each([
  {},
  [],
  'text',
  7,
  null,
  { a: [], b: {}, c: [1, { d: 'x' }], 'e:f,{}': '"quoted" \\ [1,2]', g: [[[]]], h: '\u2028 \n' },
])('%j is written as JSON.stringify would, over lines', (value) => {
  expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2))
  expect(indentJson(JSON.stringify(value, null, 3))).toBe(JSON.stringify(value, null, 2))
})

test('a number that is longer than JavaScript reads, and a name that comes twice, stay as they were sent', () => {
  expect(indentJson('{"id":12345678901234567890,"id":1.50}')).toBe('{\n  "id": 12345678901234567890,\n  "id": 1.50\n}')
})

test('what is no JSON is not written anew', () => {
  for (const text of ['', '<h1>Bad Gateway</h1>', '{"a":1', '{"a":1} {']) expect(indentJson(text)).toBe(null)
})

test('256 KiB of brackets or of one string stay within what a page can show', () => {
  const nested = `${'['.repeat(1000)}${']'.repeat(1000)}`
  expect(indentJson(nested)?.length).toBeLessThan(150_000)
  const long = JSON.stringify({ text: 'a"\\{}[]:,'.repeat(30_000) })
  expect(indentJson(long)).toBe(JSON.stringify(JSON.parse(long), null, 2))
})

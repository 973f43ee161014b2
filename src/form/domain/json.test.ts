import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseGuarded, utf8Length } from './json.ts'

const bounds = { bytes: 1_000, depth: 3, values: 10 }

test('JSON within the bounds is what JSON.parse makes of it', () => {
  const wide = { bytes: 1_000_000, depth: 1_000, values: 1_000_000 }
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parseGuarded(text, wide)).toEqual({ type: 'value', value: JSON.parse(text) })
    }),
  )
})

test.each([
  ['[[[1]]]', 'value'],
  ['[[[[1]]]]', 'too_deep'],
  ['{"a":{"b":{"c":{}}}}', 'too_deep'],
  ['"[[[[[["', 'value'],
  ['"\\"[[[[[["', 'value'],
  ['"\\\\",[[[[', 'too_deep'],
  ['[],[],[],[],[],[],[]', 'too_many_values'],
  ['[1,2,3]', 'value'],
  [' ', 'not_json'],
  [`"${'x'.repeat(999)}"`, 'too_large'],
])('%s: %s', (text, outcome) => {
  const parsed = parseGuarded(text, bounds)
  expect(parsed.type === 'value' ? 'value' : parsed.reason).toBe(outcome)
})

test('bytes are counted as UTF-8 writes them', () => {
  expect(utf8Length('aé€🎉')).toBe(1 + 2 + 3 + 4)
  expect(parseGuarded(`"${'€'.repeat(400)}"`, bounds)).toEqual({ type: 'broken', reason: 'too_large' })
})

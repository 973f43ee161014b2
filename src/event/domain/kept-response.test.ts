import { expect, test } from 'vitest'
import { KEPT_BYTES, keptResponse } from './kept-response.ts'

test('an answer is kept as it is, up to 4 KiB of whole characters', () => {
  expect(keptResponse('', [])).toBe('')
  expect(keptResponse('{"ok":true}', ['Bearer of-the-receiver'])).toBe('{"ok":true}')
  const long = keptResponse(`a${'ção'.repeat(2_000)}`, [])
  expect(Buffer.byteLength(long)).toBeLessThanOrEqual(KEPT_BYTES)
  expect(Buffer.byteLength(long)).toBeGreaterThan(KEPT_BYTES - 4)
  expect(long).not.toContain('\u{fffd}')
  // Each byte that is no UTF-8 has become three of U+FFFD.
  expect(Buffer.byteLength(keptResponse('\u{fffd}'.repeat(4_096), []))).toBeLessThanOrEqual(KEPT_BYTES)
})

test.each([
  ['as it was sent', 'authorization: Bearer of-the-receiver', 'authorization: ***'],
  ['without its scheme', '{"token":"of-the-receiver"}', '{"token":"***"}'],
  ['more than once', 'of-the-receiver of-the-receiver', '*** ***'],
])('a credential that a receiver echoes %s is masked', (_, echoed, kept) => {
  expect(keptResponse(echoed, ['Bearer of-the-receiver'])).toBe(kept)
})

test('a credential with quotes is known in JSON too; one of a few characters is none', () => {
  expect(keptResponse('{"a":"Basic \\"quoted\\" one"}', ['Basic "quoted" one'])).toBe('{"a":"***"}')
  expect(keptResponse('an apple a day', ['a'])).toBe('an apple a day')
})

test('a credential that is cut off at the end is not kept by half', () => {
  const echoed = `${'x'.repeat(KEPT_BYTES - 8)}of-the-r`
  expect(keptResponse(echoed, ['of-the-receiver'])).toBe(`${'x'.repeat(KEPT_BYTES - 8)}***`)
})

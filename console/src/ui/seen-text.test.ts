import { expect, test } from 'vitest'
import { seenText } from './seen-text.ts'

test('what nobody sees is written out, and names and emoji stay whole', () => {
  expect(seenText('a\u202Eb\u0000\u200Bc\u001B[31m')).toBe('a‹U+202E›b‹U+0000›‹U+200B›c‹U+001B›[31m')
  expect(seenText('one\r\n\ttwo')).toBe('one\n\ttwo')
  const names = 'José 👩‍👩‍👧 نام‌ها'
  expect(seenText(names)).toBe(names)
})

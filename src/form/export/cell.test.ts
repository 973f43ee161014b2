import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellText, cutText } from './cell.ts'

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '＝1',
  '＋1',
  '－1',
  '＠A',
  ' =1',
  '\u00a0=1',
  '\ufeff=1',
  '\u200b\u2060=1',
  '\u3164=1',
  '\ufffe=1',
  '+55 11 99999-9999',
  '+5511999999999\n=1',
  '\nname',
  '\tname',
])('%j gets a leading quote', (text) => {
  expect(cellText(text)).toBe(`'${text.replace('\ufffe', '')}`)
})

test.each(['', 'Ana', '+5511999999999', '1-1', 'a=b', 'Ana\n=1', "'=1", '🦄', 'São Paulo\r\nBrasil'])(
  '%j stays as it is',
  (text) => {
    expect(cellText(text)).toBe(text)
  },
)

test('a control character is left out, and decides before that about the quote', () => {
  expect(cellText('\0=1')).toBe("'=1")
  expect(cellText('\x07bell')).toBe("'bell")
  expect(cellText('\ufffe\n')).toBe("'\n")
  expect(cellText('a\0b\x1f\x7f\x85c')).toBe('abc')
})

test('half a surrogate pair becomes the replacement character', () => {
  expect(cellText('a\ud800b')).toBe('a\ufffdb')
})

test('no text comes out that begins like a formula, and twice is as once', () => {
  const sign = fc.constantFrom(
    '=',
    '+',
    '-',
    '@',
    '＝',
    '\0',
    '\t',
    '\r',
    '\n',
    ' ',
    '\ufeff',
    '\u200b',
    '\ufffe',
    'a',
    '1',
  )
  const text = fc.array(fc.oneof(sign, fc.string({ unit: 'binary', maxLength: 2 })), { maxLength: 8 })
  fc.assert(
    fc.property(text, (parts) => {
      const cell = cellText(parts.join(''))
      expect(/^[\s\p{Cf}]*[=+\-@＝＋－＠]/u.test(cell) && !/^\+\d{7,15}$/.test(cell)).toBe(false)
      expect(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(cell)).toBe(false)
      expect(cell.isWellFormed()).toBe(true)
      expect(cellText(cell)).toBe(cell)
    }),
  )
})

test('a cut never leaves half a character', () => {
  expect(cutText('abc', 3)).toBe('abc')
  expect(cutText('abcd', 3)).toBe('abc')
  expect(cutText('ab🦄', 3)).toBe('ab')
  expect(cutText('ab🦄c', 4)).toBe('ab🦄')
})

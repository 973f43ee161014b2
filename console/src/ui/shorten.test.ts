import { expect, test } from 'vitest'
import { inPieces, shorten } from './shorten.ts'

test('half a character is never shown', () => {
  expect(shorten('ab😀cd', 3)).toBe('ab')
  expect(shorten('ab😀cd', 4)).toBe('ab😀')
  expect(shorten('abc', 3)).toBe('abc')
})

test.each(['', 'a', 'x'.repeat(9_000), '😀'.repeat(5_000), `a${'😀'.repeat(5_000)}`, '\ud83d'.repeat(50)])(
  'the pieces of a text are the text',
  (text) => {
    for (const size of [1, 2, 3, 4_096]) expect(inPieces(text, size).join('')).toBe(text)
  },
)

test('a piece has at most so many characters', () => {
  expect(Math.max(...inPieces('😀'.repeat(99), 7).map(({ length }) => length))).toBeLessThanOrEqual(7)
})

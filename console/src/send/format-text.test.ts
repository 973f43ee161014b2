import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Run, readStyled } from './format-text.ts'

const seed = Math.floor(Math.random() * 2 ** 31)

test.each<[string, Run[]]>([
  ['plain', ['plain']],
  ['a *b* c', ['a ', { style: 'bold', runs: ['b'] }, ' c']],
  ['_i_ ~s~', [{ style: 'italic', runs: ['i'] }, ' ', { style: 'strike', runs: ['s'] }]],
  ['*_both_*', [{ style: 'bold', runs: [{ style: 'italic', runs: ['both'] }] }]],
  ['```a *b*\nc```!', [{ style: 'mono', runs: ['a *b*\nc'] }, '!']],
  ['snake_case_name', ['snake_case_name']],
  ['2 * 3 * 4', ['2 * 3 * 4']],
  ['*a\nb*', ['*a\nb*']],
  ['**', ['**']],
  ['*<b>x</b>*', [{ style: 'bold', runs: ['<b>x</b>'] }]],
])('%j is drawn as WhatsApp draws it', (text, runs) => {
  expect(readStyled(text)).toEqual(runs)
})

const plainOf = (run: Run): string => (typeof run === 'string' ? run : run.runs.map(plainOf).join(''))

test(`nothing but marks is lost of a text (seed ${seed})`, () => {
  const anyText = fc.array(fc.constantFrom('*', '_', '~', '```', ' ', 'a', '\n', '🙂'), { maxLength: 40 })
  fc.assert(
    fc.property(anyText, (parts) => {
      const text = parts.join('')
      const letters = (told: string) => told.replace(/[*_~`]/g, '')
      expect(letters(readStyled(text).map(plainOf).join(''))).toBe(letters(text))
    }),
    { seed, numRuns: 1_000 },
  )
})

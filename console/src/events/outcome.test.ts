import { expect, test } from 'vitest'
import { meaningOf, tellOutcome } from './outcome.ts'
import { english } from './words-en.ts'
import { spanish } from './words-es.ts'
import { portuguese } from './words-pt.ts'

test.each([
  [200, 'taken'],
  [299, 'taken'],
  [302, 'redirect'],
  [401, 'unauthorized'],
  [410, 'gone'],
  [418, 'refused'],
  [503, 'broken'],
  [101, 'other'],
] as const)('%i means %s', (status, meaning) => {
  expect(meaningOf(status)).toBe(meaning)
})

test('why no status came is told in words, and what we do not know by its own', () => {
  for (const words of [english, portuguese, spanish]) {
    expect(tellOutcome(words, { status: null, error: 'timeout' })).toBe(words.failures['timeout'])
    expect(tellOutcome(words, { status: null, error: 'of_tomorrow' })).toBe(`${words.failed} (of_tomorrow)`)
    expect(tellOutcome(words, { status: null, error: null })).toBe(null)
    expect(tellOutcome(words, { status: 503, error: null })).toBe(`503 · ${words.status.broken}`)
  }
})

import { expect, test } from 'vitest'
import { allWords, LANGUAGES } from './all-words.ts'

/** Paths of all members, with what kind of thing stands there. */
function membersOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [`${path}: ${typeof value}`]
  return Object.entries(value).flatMap(([name, one]) => membersOf(one, `${path}.${name}`))
}

test('every room brings the same words in all three languages', async () => {
  const words = await allWords()
  expect(words.size).toBeGreaterThan(4)
  for (const [name, told] of words) {
    const english = membersOf(told.en).sort()
    for (const language of LANGUAGES) expect(membersOf(told[language]).sort(), `${name} ${language}`).toEqual(english)
  }
})

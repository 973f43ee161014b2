import { expect, test } from 'vitest'
import { createDirectory } from './directory.ts'
import { spellingsOf } from './variants.ts'

test.each([
  ['5511912345678', '551112345678'],
  ['5215512345678', '525512345678'],
  ['5491112345678', '541112345678'],
])('%s and %s are the same person, whichever of them is registered', (long, short) => {
  for (const [registered, asked] of [
    [long, short],
    [short, long],
  ] as const) {
    const directory = createDirectory()
    const account = directory.register(registered)
    expect(directory.lookUp(asked)).toBe(account)
    expect(directory.lookUp(registered)).toBe(account)
  }
})

test('the spelling that was asked for wins when both are registered', () => {
  const directory = createDirectory()
  directory.register('551112345678')
  const asked = directory.register('5511912345678')
  expect(directory.lookUp('5511912345678')).toBe(asked)
})

test('other countries have one spelling', () => {
  expect(spellingsOf('4915112345678')).toEqual(['4915112345678'])
  expect(spellingsOf('551134567890')).toEqual(['551134567890', '5511934567890'])
})

import { expect, test } from 'vitest'
import { createJournal } from './journal.ts'

test('it counts from 1, and is read from a place on', () => {
  const journal = createJournal<{ word: string }>()
  for (const word of ['a', 'b', 'c']) journal.add({ word })
  expect(journal.since(0).map(({ seq, word }) => `${seq}${word}`)).toEqual(['1a', '2b', '3c'])
  expect(journal.since(2)).toEqual([{ seq: 3, word: 'c' }])
  expect(journal.since(3)).toEqual([])
  expect(journal.since(9)).toEqual([])
})

test('what is too old is forgotten, but never counted anew', () => {
  const journal = createJournal<{ word: string }>(2)
  for (const word of ['a', 'b', 'c']) journal.add({ word })
  expect(journal.since(0)).toEqual([
    { seq: 2, word: 'b' },
    { seq: 3, word: 'c' },
  ])
  expect(journal.since(2)).toEqual([{ seq: 3, word: 'c' }])
})

test('a reader that waits gets what comes next, and every waiting reader does', async () => {
  const journal = createJournal<{ word: string }>()
  const readers = [journal.wait(0, 5000), journal.wait(0, 5000)]
  journal.add({ word: 'a' })
  expect(await Promise.all(readers)).toEqual([[{ seq: 1, word: 'a' }], [{ seq: 1, word: 'a' }]])
})

test('what an earlier run saved is counted on', () => {
  const journal = createJournal<{ word: string }>(10, [{ seq: 7, word: 'a' }])
  expect(journal.add({ word: 'b' })).toEqual({ seq: 8, word: 'b' })
  expect(journal.since(7)).toHaveLength(1)
})

import { expect, test } from 'vitest'
import { follow } from './follow.js'

type Page = { seq: number; items: string[] }

/** Plays `script` page by page, then ends; gives what was asked for and what was told. */
async function play(script: (Page | Error)[]) {
  const stop = new AbortController()
  const asked: number[] = []
  const told: string[] = []
  await follow({
    signal: stop.signal,
    pause: async () => undefined,
    read: async ({ after }) => {
      asked.push(after)
      const next = script.shift()
      if (next instanceof Error) throw next
      if (script.length === 0) stop.abort()
      return next ?? { seq: 0, items: [] }
    },
    onPage: (page) => told.push(...page.items),
    onReset: () => told.push('reset'),
    onLink: (problem) => told.push(problem ?? 'linked'),
  })
  return { asked, told }
}

const last: Page = { seq: 9, items: ['never told: the reader had left'] }

test('each poll asks for what came after the one before', async () => {
  const { asked, told } = await play([{ seq: 2, items: ['a', 'b'] }, { seq: 3, items: ['c'] }, last])
  expect(asked).toEqual([0, 2, 3])
  expect(told).toEqual(['linked', 'a', 'b', 'c'])
})

test('a sandbox that was reset is read from its beginning', async () => {
  const { asked, told } = await play([
    { seq: 5, items: ['old'] },
    { seq: 0, items: [] },
    { seq: 1, items: ['new'] },
    last,
  ])
  expect(asked).toEqual([0, 5, 0, 1])
  expect(told).toEqual(['linked', 'old', 'reset', 'linked', 'new'])
})

test('a server that is away is told of, and asked again from the same place', async () => {
  const { asked, told } = await play([{ seq: 4, items: ['a'] }, new Error('away'), { seq: 5, items: ['b'] }, last])
  expect(asked).toEqual([0, 4, 4, 5])
  expect(told).toEqual(['linked', 'a', 'away', 'linked', 'b'])
})

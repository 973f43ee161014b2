import { expect, test } from 'vitest'
import { createLanes } from './lanes.ts'

test('so many run at once of one name, in the order they came; other names are not held up', async () => {
  const lanes = createLanes(2)
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const enter = (name: string, work: string) =>
    lanes.enter(name, () => {
      begun.push(work)
      return new Promise<void>((resolve) => ends.set(work, resolve))
    })
  const running = ['a1', 'a2', 'a3', 'a4'].map((work) => enter('a', work))
  running.push(enter('b', 'b1'))
  await expect.poll(() => begun).toEqual(['a1', 'a2', 'b1'])
  ends.get('a2')?.()
  await expect.poll(() => begun).toEqual(['a1', 'a2', 'b1', 'a3'])
  for (const work of ['a1', 'a3', 'b1']) ends.get(work)?.()
  await expect.poll(() => begun.at(-1)).toBe('a4')
  ends.get('a4')?.()
  await Promise.all(running)
})

test('work that fails gives its place back', async () => {
  const lanes = createLanes(1)
  await expect(lanes.enter('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await lanes.enter('a', async () => 'next')).toBe('next')
})

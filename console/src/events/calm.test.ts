import { expect, test } from 'vitest'
import { calmly, type Timers } from './calm.ts'

/** Timers that go off when the test says so, and work that ends when it says so. */
function makeWorld() {
  const due: (() => void)[] = []
  const ends: { done(): void; fail(): void }[] = []
  const timers: Timers = { set: (work) => due.push(work), clear: () => void due.splice(0) }
  const work = () =>
    new Promise<void>((resolve, reject) => ends.push({ done: resolve, fail: () => reject(new Error('away')) }))
  const tick = () => {
    for (const each of due.splice(0)) each()
  }
  return { due, ends, tick, calm: calmly(work, 500, timers) }
}

test('a hundred events are one look, and those that come meanwhile are one more', async () => {
  const { due, ends, tick, calm } = makeWorld()
  for (let event = 0; event < 100; event += 1) calm.ask()
  expect([due.length, ends.length]).toEqual([1, 0])
  tick()
  expect(ends.length).toBe(1)
  for (let event = 0; event < 100; event += 1) calm.ask()
  expect(due.length).toBe(0)
  ends[0]?.done()
  await expect.poll(() => due.length).toBe(1)
  tick()
  expect(ends.length).toBe(2)
  ends[1]?.done()
  await Promise.resolve()
  expect(due.length).toBe(0)
})

test('a look that failed does not end the looking', async () => {
  const { due, ends, tick, calm } = makeWorld()
  calm.ask()
  tick()
  ends[0]?.fail()
  await Promise.resolve()
  await Promise.resolve()
  calm.ask()
  expect(due.length).toBe(1)
})

test('whoever left is asked no more, and may come back', async () => {
  const { due, ends, tick, calm } = makeWorld()
  calm.ask()
  calm.stop()
  expect(due.length).toBe(0)
  calm.ask()
  tick()
  calm.ask()
  calm.stop()
  ends[0]?.done()
  await Promise.resolve()
  await Promise.resolve()
  expect(due.length).toBe(0)
})

import { beforeEach, expect, test } from 'vitest'
import type { Clock } from '../../kernel/clock.ts'
import { createMinuteWindows } from './minute-windows.ts'

let now: number
const clock: Clock = { now: () => now, after: () => ({ cancel: () => {} }) }

beforeEach(() => {
  now = 1_700_000_000_000
})

test('a minute begins with the first request of a caller, and ends for it alone', () => {
  const windows = createMinuteWindows(clock, 3)
  const began = now
  expect(windows.count('early')).toEqual({ limit: 3, used: 1, resetsAt: began + 60_000 })
  now += 40_000
  expect(windows.count('late')).toEqual({ limit: 3, used: 1, resetsAt: began + 100_000 })
  now += 19_999
  expect(windows.count('early')).toEqual({ limit: 3, used: 2, resetsAt: began + 60_000 })
  now += 1
  expect(windows.count('early')).toEqual({ limit: 3, used: 1, resetsAt: began + 120_000 })
  expect(windows.count('late').used).toBe(2)
})

test('a look counts nothing and remembers nobody', () => {
  const windows = createMinuteWindows(clock, 3, 1)
  windows.count('known')
  expect(windows.look('stranger')).toEqual({ limit: 3, used: 0, resetsAt: now + 60_000 })
  expect(windows.look('known').used).toBe(1)
  expect(windows.count('known').used).toBe(2)
})

test('at most so many callers are remembered: those whose minute is over go first, then the oldest', () => {
  const windows = createMinuteWindows(clock, 3, 3)
  windows.count('over')
  now += 59_000
  for (const caller of ['first', 'second']) windows.count(caller)
  now += 1_000
  windows.count('third')
  expect(windows.look('first').used).toBe(1)
  windows.count('fourth')
  expect(windows.look('first').used).toBe(0)
  for (const caller of ['second', 'third', 'fourth']) expect(windows.look(caller).used, caller).toBe(1)
})

test('a flood of callers leaves ten thousand remembered', () => {
  const windows = createMinuteWindows(clock, 3)
  for (let caller = 0; caller < 25_000; caller += 1) windows.count(String(caller))
  const remembered = Array.from({ length: 25_000 }, (_, caller) => windows.look(String(caller)).used)
  expect(remembered.filter((used) => used === 1)).toHaveLength(10_000)
  expect(remembered.lastIndexOf(0)).toBe(14_999)
})

test('a clock that is set back holds nobody longer than a minute', () => {
  const windows = createMinuteWindows(clock, 3)
  windows.count('caller')
  now -= 3_600_000
  expect(windows.count('caller')).toEqual({ limit: 3, used: 1, resetsAt: now + 60_000 })
})

import { expect, test } from 'vitest'
import { judgeFailure, LONGEST_FAILING_MS, SEEN_FAILING_MS } from './failing.ts'

const START = 1_700_000_000_000
const END = START + LONGEST_FAILING_MS

test('the first failure begins the count, the first after five days ends it', () => {
  expect(judgeFailure(null, START, START)).toBe('first')
  expect(judgeFailure(null, START, END)).toBe('first')
  expect(judgeFailure(START, START, START)).toBe('another')
  expect(judgeFailure(START, START, END - 1)).toBe('another')
  expect(judgeFailure(START, START, END)).toBe('last')
})

test('a process that has just come up has to see an hour of it itself', () => {
  expect(judgeFailure(START, END, END)).toBe('another')
  expect(judgeFailure(START, END, END + SEEN_FAILING_MS - 1)).toBe('another')
  expect(judgeFailure(START, END, END + SEEN_FAILING_MS)).toBe('last')
})

test('a clock that was set back pauses nothing', () => {
  expect(judgeFailure(END, END, START)).toBe('another')
})

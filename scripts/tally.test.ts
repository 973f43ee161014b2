import { expect, test } from 'vitest'
import { tally } from './tally.ts'

const file = (status: string, tests: number) => ({
  status,
  assertionResults: Array.from({ length: tests }, () => ({})),
})

function report(
  counts: Partial<Record<'passed' | 'failed' | 'pending' | 'todo', number>>,
  files: unknown[] = [],
): unknown {
  const { passed = 0, failed = 0, pending = 0, todo = 0 } = counts
  return {
    success: failed === 0,
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: todo,
    testResults: files,
  }
}

test('tests are counted, those to be written as skipped', () => {
  expect(tally(report({ passed: 5, failed: 2, pending: 1, todo: 3 }), 1)).toEqual({ passed: 5, failed: 2, skipped: 4 })
})

test('a file that breaks before its first test is a failure', () => {
  const files = [file('passed', 5), file('failed', 0), file('failed', 0)]
  expect(tally(report({ passed: 5 }, files), 1)).toEqual({ passed: 5, failed: 2, skipped: 0 })
})

test('an error outside every test is a failure', () => {
  expect(tally(report({ passed: 5 }), 1)).toEqual({ passed: 5, failed: 1, skipped: 0 })
})

test('a report of another shape is refused', () => {
  expect(() => tally({ passed: 5 }, 0)).toThrow()
})

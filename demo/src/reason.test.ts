import { expect, test } from 'vitest'
import { reasonOf } from './reason.ts'

test('a sentence stays as it is', () => {
  expect(reasonOf('Port 80 may not be used.\n')).toBe('Port 80 may not be used.')
})

test('of a thrown error the message stays, without source, stack and version', () => {
  const thrown =
    'file:///a.ts:3\n  boom()\n  ^\n\nTypeError: nothing works\n    at boom (a.ts:3:1)\n\nNode.js v24.0.0\n'
  expect(reasonOf(thrown)).toBe('TypeError: nothing works')
})

test('warnings of Node and lines of a log are no reason', () => {
  const noise =
    '(node:12) ExperimentalWarning: SQLite is new\n(Use `node --trace-warnings ...` to see)\n{"level":40,"msg":"slow"}\n'
  expect(reasonOf(noise)).toBe('')
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextTurn, type Waiting, waitOf } from './pace.ts'

const known = (intervalMs: number): Waiting => ({ intervalMs, isFirst: false })
const first = (intervalMs: number): Waiting => ({ intervalMs, isFirst: true })

test('a send keeps its interval from the last one, a first contact three of them from the last first contact', () => {
  const last = { at: 10_000, firstAt: 9_000 }
  expect(waitOf(known(1_000), last, 10_000)).toBe(1_000)
  expect(waitOf(known(1_000), last, 11_000)).toBe(0)
  expect(waitOf(first(1_000), last, 11_000)).toBe(1_000)
  expect(waitOf(first(1_000), last, 12_000)).toBe(0)
})

test('somebody known overtakes a first contact that has to wait longer, and no other', () => {
  const last = { at: 10_000, firstAt: 10_000 }
  const waiting = [first(1_000), first(1_000), known(1_000), known(1_000)]
  expect(nextTurn(waiting, last, 10_500)).toEqual({ ticket: waiting[2], waitMs: 500 })
  expect(nextTurn(waiting, last, 13_000)).toEqual({ ticket: waiting[0], waitMs: 0 })
  expect(nextTurn([], last, 13_000)).toBeNull()
})

test('a clock that is set back makes nobody wait longer than the interval', () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.nat(),
      fc.nat(),
      fc.nat(3_600_000),
      fc.boolean(),
      (at, firstAt, now, intervalMs, isFirst) => {
        const waitMs = waitOf({ intervalMs, isFirst }, { at, firstAt }, now)
        expect(waitMs).toBeGreaterThanOrEqual(0)
        expect(waitMs).toBeLessThanOrEqual(isFirst ? 3 * intervalMs : intervalMs)
      },
    ),
  )
})

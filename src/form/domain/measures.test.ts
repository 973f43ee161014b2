import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketOf, medianOf, secondsOf } from './measures.ts'

test('a waiting time is told out of its bucket to 2.5 % and half a second', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (seconds) => {
      const told = secondsOf(bucketOf(seconds))
      expect(Math.abs(told - seconds)).toBeLessThanOrEqual(0.5 + 0.025 * (seconds + 1))
    }),
  )
})

test('the median is the middle one, the lower of two', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 30 }), (waits) => {
      const counts = new Map<number, number>()
      for (const wait of waits) counts.set(bucketOf(wait), (counts.get(bucketOf(wait)) ?? 0) + 1)
      const middle = waits.toSorted((one, other) => one - other)[Math.ceil(waits.length / 2) - 1] ?? 0
      expect(medianOf(counts)).toBe(secondsOf(bucketOf(middle)))
    }),
  )
  expect(medianOf(new Map())).toBeNull()
  expect(medianOf(new Map([[3, 0]]))).toBeNull()
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shareWalked } from './export-share.ts'

test('half the time is half the way', () => {
  expect(shareWalked({ newest: 3_000, oldest: 1_000 }, 2_000)).toBe(0.5)
})

test('it grows on the way, from 0 on, and never says that it is whole', () => {
  const moment = fc.integer({ min: 0, max: 2_000_000_000_000 })
  fc.assert(
    fc.property(moment, moment, moment, moment, (newest, oldest, one, other) => {
      const span = { newest, oldest }
      const [later, earlier] = [shareWalked(span, Math.max(one, other)), shareWalked(span, Math.min(one, other))]
      expect(later).toBeGreaterThanOrEqual(0)
      expect(earlier).toBeGreaterThanOrEqual(later)
      expect(earlier).toBeLessThan(1)
    }),
  )
})

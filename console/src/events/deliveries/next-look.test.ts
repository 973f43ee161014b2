import { expect, test } from 'vitest'
import { nextLookMs } from './next-look.ts'

const NOW = Date.parse('2026-05-02T12:00:00.000Z')
const waits = (seconds: number) => ({
  state: 'pending' as const,
  nextAttemptAt: new Date(NOW + seconds * 1000).toISOString(),
})
const over = { state: 'delivered' as const, nextAttemptAt: null }

test.each([
  ['nothing waits', [over], false],
  ['the next attempt is in half a minute', [waits(30), waits(300), over], 31_000],
  ['the next attempt is tomorrow', [waits(86_400)], 60_000],
  ['it is due this moment', [waits(0)], 10_000],
  ['one is overdue, for its webhook is paused', [waits(-600), waits(3_600)], 10_000],
  ['one is overdue, and the next is soon', [waits(-600), waits(0.2)], 1_500],
])('%s', (_, deliveries, ms) => {
  expect(nextLookMs(deliveries, NOW)).toBe(ms)
})

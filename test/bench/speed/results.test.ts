import { expect, test } from 'vitest'
import type { Side } from './measure-sends.ts'
import { type Benches, brokenOf, ratiosOf } from './results.ts'

const BARE: Side = { rate: 1000, p50: 1, p99: 2, cpuMs: 1, rssMb: 100, loopP99: 5 }

test('the gateway’s share of each figure is told, and null what was not measured', () => {
  const benches: Benches = {
    'send-warm': { sqlite: { ours: { ...BARE, rate: 900, cpuMs: 1.2 }, bare: BARE } },
    events: { sqlite: { first: 10, second: 6, ratio: 0.6, lowest: 0.5, highest: 0.7 } },
  }
  expect(ratiosOf(benches, 'sqlite')).toMatchObject({ sendWarm: 0.9, sendWarmCpu: 1.2, events: 0.6, sendFirst: null })
  expect(ratiosOf(benches, 'postgres').sendWarm).toBeNull()
})

test('what does not hold is told in a sentence, and what was not measured breaks nothing', () => {
  const benches: Benches = {
    'send-warm': { sqlite: { ours: { ...BARE, rate: 800, loopP99: 40 }, bare: BARE } },
    'send-first': { sqlite: { ours: { ...BARE, rate: 1600, cpuMs: 0.6 }, bare: BARE } },
  }
  expect(brokenOf(benches, ratiosOf(benches, 'sqlite'))).toEqual([
    'send-warm: rate is 0.80, and must be at least 0.85',
    'send-warm: event-loop delay, p99 in ms is 40.00, and must be at most 30',
  ])
})

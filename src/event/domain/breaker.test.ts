import { expect, test } from 'vitest'
import { healthAfter, mostAtOnce, poolOf, UNPROVEN } from './breaker.ts'

const proven = { failures: 0, restsUntil: 0, slow: false, proven: true }
const failed = { ok: false, tookMs: 10 }

test('an endpoint rests after five failures in a row, ever longer up to a minute, and a success heals it', () => {
  let health = UNPROVEN
  let now = 1_000_000
  const rests: number[] = []
  for (let failure = 1; failure <= 10; failure += 1) {
    health = healthAfter(health, failed, now)
    rests.push(Math.max(0, health.restsUntil - now))
    now = Math.max(now, health.restsUntil)
  }
  expect(rests).toEqual([0, 0, 0, 0, 5_000, 10_000, 20_000, 40_000, 60_000, 60_000])
  expect(healthAfter(health, { ok: true, tookMs: 10 }, now)).toEqual(proven)
})

test('calls that fail while it rests already do not prolong the rest', () => {
  let health = UNPROVEN
  for (let failure = 1; failure <= 8; failure += 1) health = healthAfter(health, failed, 1_000)
  expect(health.restsUntil).toBe(6_000)
})

test('one that keeps failing is probed by one call, apart from the quick ones; a slow one too stands apart', () => {
  const failing = { ...proven, failures: 3 }
  expect([mostAtOnce(proven), mostAtOnce(failing)]).toEqual([8, 1])
  expect(poolOf(failing)).toBe('slow')
  expect(poolOf(healthAfter(proven, { ok: true, tookMs: 3_000 }, 0))).toBe('slow')
  expect([poolOf(proven), poolOf(UNPROVEN)]).toEqual(['quick', 'new'])
})

test('one of which nothing is known yet is only probed, however it answers, until it answers well', () => {
  expect(mostAtOnce(UNPROVEN)).toBe(1)
  expect(mostAtOnce(healthAfter(UNPROVEN, failed, 0))).toBe(1)
  expect(mostAtOnce(healthAfter(UNPROVEN, { ok: true, tookMs: 10 }, 0))).toBe(8)
})

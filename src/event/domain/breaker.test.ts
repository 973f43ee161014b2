import { expect, test } from 'vitest'
import { HEALTHY, healthAfter, isSuspect, mostAtOnce } from './breaker.ts'

const failed = { ok: false, tookMs: 10 }

test('an endpoint rests after five failures in a row, ever longer up to a minute, and a success heals it', () => {
  let health = HEALTHY
  let now = 1_000_000
  const rests: number[] = []
  for (let failure = 1; failure <= 10; failure += 1) {
    health = healthAfter(health, failed, now)
    rests.push(Math.max(0, health.restsUntil - now))
    now = Math.max(now, health.restsUntil)
  }
  expect(rests).toEqual([0, 0, 0, 0, 5_000, 10_000, 20_000, 40_000, 60_000, 60_000])
  expect(healthAfter(health, { ok: true, tookMs: 10 }, now)).toEqual(HEALTHY)
})

test('calls that fail while it rests already do not prolong the rest', () => {
  let health = HEALTHY
  for (let failure = 1; failure <= 8; failure += 1) health = healthAfter(health, failed, 1_000)
  expect(health.restsUntil).toBe(6_000)
})

test('one that keeps failing is probed by one call, apart from the quick ones; a slow one too stands apart', () => {
  const failing = { failures: 3, restsUntil: 0, slow: false }
  expect([mostAtOnce(HEALTHY), mostAtOnce(failing)]).toEqual([8, 1])
  expect(isSuspect(failing)).toBe(true)
  expect(isSuspect(healthAfter(HEALTHY, { ok: true, tookMs: 3_000 }, 0))).toBe(true)
  expect(isSuspect(HEALTHY)).toBe(false)
})

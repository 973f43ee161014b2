import { beforeEach, expect, test } from 'vitest'
import type { Clock } from '../kernel/clock.ts'
import { FormwireError, problem } from '../kernel/errors.ts'
import { createSignInThrottle } from './sign-in-throttle.ts'

const MINUTE_MS = 60_000

let now: number
const clock: Clock = { now: () => now, after: () => ({ cancel: () => {} }) }

beforeEach(() => {
  now = 1_700_000_000_000
})

const wrong = () => Promise.reject(problem('token_invalid'))
const right = () => Promise.resolve('let in')

/** What became of a guess: `let in`, or the code that it was refused with and the seconds to wait. */
async function outcome(guess: Promise<string>): Promise<string> {
  return guess.catch((error: unknown) => {
    if (!(error instanceof FormwireError)) throw error
    return [error.code, error.headers['Retry-After']].filter(Boolean).join(' ')
  })
}

test('after ten failures in ten minutes nothing is told any more, until the first of them is ten minutes old', async () => {
  const throttle = createSignInThrottle(clock)
  for (let failed = 0; failed < 10; failed += 1) {
    expect(await outcome(throttle.guess('here', wrong))).toBe('token_invalid')
    now += 30_000
  }
  expect(await outcome(throttle.guess('here', wrong))).toBe('sign_in_throttled 300')
  expect(await outcome(throttle.guess('here', right))).toBe('sign_in_throttled 300')
  expect(await outcome(throttle.guess('elsewhere', right))).toBe('let in')
  now += 5 * MINUTE_MS - 1
  expect(await outcome(throttle.guess('here', right))).toBe('sign_in_throttled 1')
  now += 1
  expect(await outcome(throttle.guess('here', wrong))).toBe('token_invalid')
  expect(await outcome(throttle.guess('here', right))).toBe('sign_in_throttled 30')
})

test('a right token between the wrong ones does not wash them off', async () => {
  const throttle = createSignInThrottle(clock)
  for (let failed = 0; failed < 10; failed += 1) {
    await outcome(throttle.guess('here', wrong))
    if (failed < 9) expect(await outcome(throttle.guess('here', right))).toBe('let in')
  }
  expect(await outcome(throttle.guess('here', right))).toBe('sign_in_throttled 600')
})

test('of a hundred guesses that come at once, ten are told that they were wrong', async () => {
  const throttle = createSignInThrottle(clock)
  const outcomes = await Promise.all(Array.from({ length: 100 }, () => outcome(throttle.guess('here', wrong))))
  expect(outcomes.filter((word) => word === 'token_invalid')).toHaveLength(10)
})

test('a chosen token that exists is a failure; what fails for other reasons is none', async () => {
  const throttle = createSignInThrottle(clock)
  const tenTimes = async (code: 'token_taken' | 'instance_name_taken') => {
    for (let failed = 0; failed < 10; failed += 1) {
      expect(await outcome(throttle.guess('here', () => Promise.reject(problem(code))))).toBe(code)
    }
  }
  await tenTimes('instance_name_taken')
  await tenTimes('token_taken')
  expect(await outcome(throttle.guess('here', right))).toBe('sign_in_throttled 600')
})

test('of too many addresses the one that failed longest ago is forgotten', async () => {
  const throttle = createSignInThrottle(clock, 2)
  for (const address of ['first', 'second']) {
    for (let failed = 0; failed < 10; failed += 1) await outcome(throttle.guess(address, wrong))
  }
  await outcome(throttle.guess('third', wrong))
  expect(await outcome(throttle.guess('first', right))).toBe('let in')
  expect(await outcome(throttle.guess('second', right))).toBe('sign_in_throttled 600')
})

test('nobody waits for an hour that is lived again', async () => {
  const throttle = createSignInThrottle(clock)
  for (let failed = 0; failed < 10; failed += 1) await outcome(throttle.guess('here', wrong))
  now -= 60 * MINUTE_MS
  expect(await outcome(throttle.guess('here', right))).toBe('let in')
})

import { beforeEach, expect, test } from 'vitest'
import type { Clock } from '../../kernel/clock.ts'
import { FormwireError, problem } from '../../kernel/errors.ts'
import { createRateLimit, type RateLimit, type Tally } from './rate-limit.ts'

let now: number
const clock: Clock = { now: () => now, after: () => ({ cancel: () => {} }) }

beforeEach(() => {
  now = 1_700_000_000_250
})

function limit(perMinute: number, newPerMinute = 0): RateLimit {
  return createRateLimit({ clock, perMinute, newPerMinute })
}

/** Counts, and says what came of it: `let in`, or the seconds until the next try. */
function ask(tally: Tally, caller: string | null): string {
  try {
    tally.countOn(caller)
    return 'let in'
  } catch (error) {
    if (!(error instanceof FormwireError) || error.code !== 'rate_limited') throw error
    return String(error.headers['Retry-After'])
  }
}

function remaining(tally: Tally): string | undefined {
  return tally.headers()['X-RateLimit-Remaining']
}

test('the headers say what is left and the second in which the minute is over, rounded up', () => {
  const tally = limit(5).tally('192.0.2.1')
  tally.countOn('token')
  expect(tally.headers()).toEqual({
    'X-RateLimit-Limit': '5',
    'X-RateLimit-Remaining': '4',
    'X-RateLimit-Reset': '1700000061',
  })
})

test('over the limit a caller is told when to come back, to the end of its minute', () => {
  const rateLimit = limit(2)
  const next = () => rateLimit.tally('192.0.2.1')
  expect([ask(next(), 'token'), ask(next(), 'token'), ask(next(), 'token')]).toEqual(['let in', 'let in', '60'])
  now += 59_999
  const late = next()
  expect([ask(late, 'token'), remaining(late)]).toEqual(['1', '0'])
  now += 1
  expect(ask(next(), 'token')).toBe('let in')
})

test('a request counts once, on the first that it is counted on', () => {
  const rateLimit = limit(5)
  const tally = rateLimit.tally('192.0.2.1')
  tally.countOn('token')
  tally.countOn('token')
  tally.countOn(null)
  expect(tally.blame(problem('instance_not_found'))).toMatchObject({ code: 'instance_not_found' })
  expect(remaining(tally)).toBe('4')
  expect(remaining(rateLimit.tally('192.0.2.1'))).toBe('5')
})

test('a failure that no token stands for counts on the address, until that is what it is told', () => {
  const rateLimit = limit(2)
  const codes = Array.from({ length: 3 }, () => {
    const told = rateLimit.tally('192.0.2.1').blame(problem('token_invalid'))
    return told instanceof FormwireError && told.code
  })
  expect(codes).toEqual(['token_invalid', 'token_invalid', 'rate_limited'])
  expect(remaining(rateLimit.tally('192.0.2.2'))).toBe('2')
})

test('tokens and addresses do not disturb each other, not even under one name', () => {
  const rateLimit = limit(1)
  expect(ask(rateLimit.tally('one'), 'one')).toBe('let in')
  expect(ask(rateLimit.tally('one'), null)).toBe('let in')
  expect(ask(rateLimit.tally('one'), 'two')).toBe('let in')
  expect(ask(rateLimit.tally('one'), null)).toBe('60')
})

test('a flood of addresses does not make the minute of a token forgotten', () => {
  const rateLimit = limit(1)
  rateLimit.tally('192.0.2.1').countOn('token')
  for (let address = 0; address < 20_000; address += 1) rateLimit.tally(String(address)).countOn(null)
  expect(ask(rateLimit.tally('192.0.2.1'), 'token')).toBe('60')
})

test('what makes something new counts twice, and shows the tighter of both', () => {
  const rateLimit = limit(4, 2)
  const make = () => rateLimit.tally('192.0.2.1', 'new')
  const made = [make(), make(), make()]
  expect(made.map((tally) => ask(tally, 'token'))).toEqual(['let in', 'let in', '60'])
  expect(made.map((tally) => [tally.headers()['X-RateLimit-Limit'], remaining(tally)])).toEqual([
    ['2', '1'],
    ['2', '0'],
    ['2', '0'],
  ])
  const plain = rateLimit.tally('192.0.2.1')
  expect([ask(plain, 'token'), plain.headers()['X-RateLimit-Limit'], remaining(plain)]).toEqual(['let in', '4', '0'])
})

test('the general limit is shown where less is left of it', () => {
  const rateLimit = limit(3, 2)
  for (let request = 0; request < 2; request += 1) rateLimit.tally('192.0.2.1').countOn('token')
  const made = rateLimit.tally('192.0.2.1', 'new')
  expect([ask(made, 'token'), made.headers()['X-RateLimit-Limit'], remaining(made)]).toEqual(['let in', '3', '0'])
})

test('as much left of both shows the limit of what is new', () => {
  const rateLimit = limit(3, 2)
  rateLimit.tally('192.0.2.1').countOn('token')
  const made = rateLimit.tally('192.0.2.1', 'new')
  expect([ask(made, 'token'), made.headers()['X-RateLimit-Limit'], remaining(made)]).toEqual(['let in', '2', '1'])
})

test('over both limits, the later end counts', () => {
  const rateLimit = limit(1, 1)
  rateLimit.tally('192.0.2.1').countOn('token')
  now += 30_000
  const first = rateLimit.tally('192.0.2.1', 'new')
  expect(ask(first, 'token')).toBe('30')
  expect(ask(rateLimit.tally('192.0.2.1', 'new'), 'token')).toBe('60')
})

test('what is free shows how its address stands and counts nowhere', () => {
  const rateLimit = limit(1)
  rateLimit.tally('192.0.2.1').countOn(null)
  const free = rateLimit.tally('192.0.2.1', 'free')
  expect([ask(free, null), ask(free, null), remaining(free)]).toEqual(['let in', 'let in', '0'])
})

test('0 switches a limit off and leaves its headers out, one without the other', () => {
  const none = limit(0, 0).tally('192.0.2.1', 'new')
  expect([ask(none, 'token'), none.headers()]).toEqual(['let in', {}])
  const onlyNew = limit(0, 1)
  expect(onlyNew.tally('192.0.2.1').headers()).toEqual({})
  expect(ask(onlyNew.tally('192.0.2.1'), 'token')).toBe('let in')
  expect(ask(onlyNew.tally('192.0.2.1', 'new'), 'token')).toBe('let in')
  expect(ask(onlyNew.tally('192.0.2.1', 'new'), 'token')).toBe('60')
  const onlyAll = limit(2, 0).tally('192.0.2.1', 'new')
  onlyAll.countOn('token')
  expect(onlyAll.headers()['X-RateLimit-Limit']).toBe('2')
})

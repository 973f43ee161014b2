import { expect, test } from 'vitest'
import { judge, SCHEDULE_MS } from './verdict.ts'

const NOW = 1_700_000_000_000
const MIDDLE = 0.5
const failed = { status: 500, retryAfter: null }

test('every failure waits as long as the contract says, and the eleventh is the last', () => {
  const pauses = SCHEDULE_MS.map((_, index) => {
    const verdict = judge(failed, index + 1, NOW, MIDDLE)
    return verdict.type === 'retry' ? (verdict.at - NOW) / 1_000 : verdict.type
  })
  const minute = 60
  const hour = 3_600
  expect(pauses).toEqual([
    5,
    30,
    2 * minute,
    10 * minute,
    30 * minute,
    2 * hour,
    5 * hour,
    10 * hour,
    14 * hour,
    20 * hour,
  ])
  expect(judge(failed, 11, NOW, MIDDLE)).toEqual({ type: 'dead' })
})

test('jitter spreads a pause by a tenth to both sides', () => {
  expect(judge(failed, 2, NOW, 0)).toEqual({ type: 'retry', at: NOW + 27_000 })
  expect(judge(failed, 2, NOW, 0.999999)).toEqual({ type: 'retry', at: NOW + 33_000 })
})

test.each([200, 201, 204, 299])('%i is success', (status) => {
  expect(judge({ status, retryAfter: null }, 1, NOW, MIDDLE)).toEqual({ type: 'delivered' })
})

test.each([100, 301, 302, 307, 400, 404, 429, 500, 503, null])('%s is tried again', (status) => {
  expect(judge({ status, retryAfter: null }, 1, NOW, MIDDLE)).toMatchObject({ type: 'retry' })
})

test('410 is the end of the webhook', () => {
  expect(judge({ status: 410, retryAfter: null }, 1, NOW, MIDDLE)).toEqual({ type: 'gone' })
})

test.each([
  ['120', 120],
  [' 7 ', 7],
  ['2', 5],
  ['99999999999999', 24 * 3_600],
  [new Date(NOW + 90_000).toUTCString(), 90],
  [new Date(NOW - 90_000).toUTCString(), 5],
  ['soon', 5],
  ['', 5],
  ['-9', 5],
])('Retry-After %j makes the first pause %i s', (retryAfter, seconds) => {
  expect(judge({ status: 503, retryAfter }, 1, NOW, MIDDLE)).toEqual({ type: 'retry', at: NOW + seconds * 1_000 })
})

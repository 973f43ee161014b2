import { expect, test } from 'vitest'
import { backOff, farewell } from './disconnect.ts'

function boom(statusCode: number, message = ''): Error {
  return Object.assign(new Error(message), { output: { statusCode } })
}

test.each([
  [401, 'logged_out', 'forget'],
  [402, 'banned', 'stay_closed'],
  [403, 'banned', 'stay_closed'],
  [405, 'client_outdated', 'stay_closed'],
  [408, 'connection_lost', 'dial_later'],
  [428, 'connection_lost', 'dial_later'],
  [440, 'replaced', 'stay_closed'],
  [500, 'bad_session', 'dial_later'],
  [503, 'server_unavailable', 'dial_later'],
  [515, 'restart_required', 'dial_now'],
  [599, 'connection_lost', 'dial_later'],
])('a linked number that is told %i: %s, %s', (code, reason, next) => {
  expect(farewell(boom(code), true)).toEqual({ reason, next })
})

test.each([
  [boom(408, 'QR refs attempts ended'), 'link_expired'],
  [boom(401), 'link_expired'],
  [boom(428), 'connection_lost'],
  [boom(405), 'client_outdated'],
  [new Error('anything'), 'link_expired'],
])('linking is never tried again by itself: %s', (error, reason) => {
  expect(farewell(error, false)).toEqual({ reason, next: 'stay_closed' })
})

test('pairing ends in a restart, whether the credentials are marked already or not', () => {
  expect(farewell(boom(515), false)).toEqual({ reason: 'restart_required', next: 'dial_now' })
})

test('a forged certificate ends it, for linked numbers as for new ones', () => {
  const forged = { reason: 'server_not_genuine', next: 'stay_closed' }
  for (const message of [
    'noise certificate signature invalid',
    'noise intermediate certificate signature invalid',
    'invalid noise leaf certificate',
    'certification match failed',
    'noise leaf certificate is not for this connection',
  ]) {
    expect(farewell(boom(400, message), true)).toEqual(forged)
    expect(farewell(boom(400, message), false)).toEqual(forged)
  }
})

test('what we closed stays closed', () => {
  expect(farewell(undefined, true)).toEqual({ reason: 'closed_by_us', next: 'stay_closed' })
})

test('waits grow from half a second to a minute, and no two need be alike', () => {
  expect([backOff(0, 0), backOff(0, 1)]).toEqual([500, 1000])
  expect([backOff(3, 0), backOff(3, 1)]).toEqual([4000, 8000])
  expect([backOff(1000, 0), backOff(1000, 1)]).toEqual([30_000, 60_000])
})

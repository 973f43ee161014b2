import { expect, test } from 'vitest'
import { farewell, unanswered } from './disconnect.ts'

const NOW = 1_000_000

/** What Baileys gives: its Boom, with a code, a text and what the stanza held. */
function boom(statusCode: number, message: string, data?: unknown): Error {
  return Object.assign(new Error(message), { output: { statusCode }, data })
}

const refused = (reason: number, attrs = {}) =>
  boom(reason, 'Connection Failure', { reason: String(reason), location: 'cln', ...attrs })
const streamError = (code: number, tag = 'stream:error', attrs = {}) =>
  boom(code, `Stream Errored (${tag})`, { tag, attrs })

test.each([
  [400, 'server_unavailable', 'dial_in_doubt'],
  [401, 'logged_out', 'forget'],
  [402, 'banned', 'stay_closed'],
  [403, 'banned', 'stay_closed'],
  [405, 'client_outdated', 'stay_closed'],
  [406, 'banned', 'stay_closed'],
  [409, 'client_outdated', 'stay_closed'],
  [411, 'bad_session', 'stay_closed'],
  [413, 'bad_session', 'stay_closed'],
  [414, 'bad_session', 'stay_closed'],
  [415, 'bad_session', 'stay_closed'],
  [418, 'client_outdated', 'stay_closed'],
  [500, 'server_unavailable', 'dial_in_doubt'],
  [501, 'server_unavailable', 'dial_in_doubt'],
  [503, 'server_unavailable', 'dial_later'],
  [599, 'server_unavailable', 'dial_in_doubt'],
])('a linked number whose log-in is refused with %i: %s, %s', (code, reason, next) => {
  expect(farewell(refused(code), true, NOW)).toMatchObject({ reason, next })
})

test.each([
  [401, 'connection_lost', 'dial_later'],
  [403, 'connection_lost', 'dial_later'],
  [440, 'replaced', 'stay_closed'],
  [500, 'server_unavailable', 'dial_later'],
  [503, 'server_unavailable', 'dial_later'],
  [515, 'restart_required', 'dial_now'],
  [516, 'connection_lost', 'dial_later'],
])('a linked number whose stream ends with %i: %s, %s', (code, reason, next) => {
  expect(farewell(streamError(code), true, NOW)).toEqual({ reason, next })
})

test.each([
  [401, { type: 'device_removed' }, 'logged_out', 'forget'],
  [440, { type: 'device_removed' }, 'logged_out', 'forget'],
  [440, { type: 'replaced' }, 'replaced', 'stay_closed'],
  [401, { type: 'replaced' }, 'replaced', 'stay_closed'],
])('a conflict is known by its type, whatever its code: %i %j', (code, attrs, reason, next) => {
  expect(farewell(streamError(code, 'conflict', attrs), true, NOW)).toEqual({ reason, next })
})

test.each(['xml-not-well-formed', 'ack', 'shutdown'])('a stream that ends with <%s/> is dialled again', (condition) => {
  expect(farewell(streamError(500, condition), true, NOW)).toEqual({ reason: 'connection_lost', next: 'dial_later' })
})

test.each([
  [boom(428, 'Connection Terminated'), 'connection_lost'],
  [boom(428, 'Connection Terminated by Server'), 'connection_lost'],
  [boom(408, 'Timed Out'), 'timed_out'],
  [boom(408, 'WebSocket Error (Opening handshake has timed out)'), 'timed_out'],
  [boom(408, 'WebSocket Error (connect ECONNREFUSED 127.0.0.1:1)'), 'connection_lost'],
  [boom(500, 'WebSocket Error (Invalid frame)'), 'connection_lost'],
  [boom(502, 'WebSocket Error (Unexpected server response: 502)'), 'server_unavailable'],
  [boom(429, 'WebSocket Error (Unexpected server response: 429)'), 'server_unavailable'],
  [new Error('anything'), 'connection_lost'],
  ['a string', 'connection_lost'],
])('what is lost on the way is dialled again: %s', (error, reason) => {
  expect(farewell(error, true, NOW)).toEqual({ reason, next: 'dial_later' })
})

test.each([401, 402, 403, 405])('a proxy that answers %i has neither logged out nor banned anybody', (code) => {
  const error = boom(code, `WebSocket Error (Unexpected server response: ${code})`)
  expect(farewell(error, true, NOW)).toEqual({ reason: 'connection_lost', next: 'dial_later' })
})

test.each([
  [
    { code: '101', expire: '3600' },
    { code: 101, until: NOW + 3_600_000 },
  ],
  [{ code: '104' }, { code: 104, until: null }],
  [{}, { code: null, until: null }],
  [
    { code: 'x', expire: '-5' },
    { code: null, until: null },
  ],
  [
    { code: '101', expire: '999999999999' },
    { code: 101, until: null },
  ],
])('of a ban that ends is kept what WhatsApp said: %j', (attrs, ban) => {
  expect(farewell(refused(402, attrs), true, NOW)).toEqual({ reason: 'banned', next: 'stay_closed', ban })
})

test.each([
  [boom(408, 'QR refs attempts ended'), 'link_expired'],
  [refused(401), 'link_expired'],
  [refused(405), 'client_outdated'],
  [refused(503), 'server_unavailable'],
  [boom(428, 'Connection Terminated'), 'connection_lost'],
])('linking is never tried again by itself: %s', (error, reason) => {
  expect(farewell(error, false, NOW)).toEqual({ reason, next: 'stay_closed' })
})

test('what does not answer is dialled again, unless it was linking', () => {
  expect(unanswered(true)).toEqual({ reason: 'timed_out', next: 'dial_later' })
  expect(unanswered(false)).toEqual({ reason: 'timed_out', next: 'stay_closed' })
})

test('pairing ends in a restart, whether the credentials are marked already or not', () => {
  expect(farewell(streamError(515), false, NOW)).toEqual({ reason: 'restart_required', next: 'dial_now' })
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
    expect(farewell(boom(400, message), true, NOW)).toEqual(forged)
    expect(farewell(boom(400, message), false, NOW)).toEqual(forged)
  }
})

test('what we closed stays closed', () => {
  expect(farewell(undefined, true, NOW)).toEqual({ reason: 'closed_by_us', next: 'stay_closed' })
})

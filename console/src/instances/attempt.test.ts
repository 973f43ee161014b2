import { expect, test } from 'vitest'
import { type Attempt, begin, hear, NO_ATTEMPT } from './attempt.ts'

const told = (data: Record<string, unknown>) => ({ event: 'instance.state', data })
const after = (attempt: Attempt, ...events: Record<string, unknown>[]) =>
  events.reduce<Attempt>((before, data) => hear(before, told(data)), attempt)

test('the QR that WhatsApp renews is the latest one', () => {
  const going = after(begin(NO_ATTEMPT, null), { state: 'connecting' }, { state: 'qr_ready', qr: 'one' })
  expect(after(going, { state: 'qr_ready', qr: 'two' })).toMatchObject({ phase: 'going', latestQr: 'two', round: 1 })
})

test('the phone agrees, and the restart that WhatsApp asks for ends nothing', () => {
  const agreed = after(begin(NO_ATTEMPT, null), { state: 'qr_ready', qr: 'one' }, { state: 'pair_success' })
  expect(after(agreed, { state: 'connecting' }).phase).toBe('agreed')
})

test('a number that is logged out after it was linked is not told that its code is void', () => {
  const linked = after(
    begin(NO_ATTEMPT, null),
    { state: 'pair_success' },
    { state: 'connecting' },
    { state: 'connected' },
  )
  expect(after(linked, { state: 'logged_out' })).toEqual({ phase: 'idle', round: 1 })
  expect(begin(linked, null)).toMatchObject({ phase: 'going', round: 2 })
})

test('an attempt that nobody used is over, and the next one is another', () => {
  const over = after(begin(NO_ATTEMPT, '5511987654321'), { state: 'disconnected', reason: 'link_expired' })
  expect(over).toEqual({ phase: 'ended', number: '5511987654321', round: 1, reason: 'link_expired' })
  expect(after(over, { state: 'qr_ready', qr: 'late' })).toEqual(over)
  expect(begin(over, null)).toMatchObject({ phase: 'going', round: 2, number: null })
})

test('what refuses the number after the scan ends it too', () => {
  const agreed = after(begin(NO_ATTEMPT, null), { state: 'pair_success' })
  expect(after(agreed, { state: 'passkey_required', reason: 'passkey_required' })).toMatchObject({
    phase: 'ended',
    reason: 'passkey_required',
  })
})

test('nothing that is heard begins an attempt, and other events say nothing of it', () => {
  expect(after(NO_ATTEMPT, { state: 'qr_ready', qr: 'of somebody else' })).toBe(NO_ATTEMPT)
  const going = begin(NO_ATTEMPT, null)
  expect(hear(going, { event: 'form.status', data: { state: 'failed' } })).toBe(going)
  expect(after(going, { state: 'qr_ready', qr: 7 })).toEqual(going)
})

import { expect, test } from 'vitest'
import { handClock } from '../platform/db/hand-clock.suite.ts'
import type { Line, LineState } from '../whatsapp/port.ts'
import { createPacedStart } from './paced-start.ts'

function rig(lines: number) {
  const clock = handClock()
  const paced = createPacedStart(clock)
  const dialled: string[] = []
  const states = new Map<string, LineState>()
  const line = (id: string): Line => {
    const never = () => Promise.reject(new Error('not in this test'))
    return {
      get state() {
        return states.get(id) ?? { type: 'idle' }
      },
      connect: () => void dialled.push(id),
      requestPairingCode: never,
      lookUp: never,
      contactOf: never,
      group: never,
      send: never,
      showTyping: never,
      markRead: never,
      setOnline: never,
      rejectCall: never,
      logOut: never,
      disown: () => {},
      close: never,
    }
  }
  const ids = Array.from({ length: lines }, (_, index) => `n${index}`)
  return { clock, paced, dialled, states, ids, begin: () => ids.forEach((id) => void paced.add(id, line(id))) }
}

test('a line that takes long holds up nobody', () => {
  const { clock, dialled, ids, begin } = rig(20)
  begin()
  expect(dialled).toEqual(ids.slice(0, 8))
  clock.advance()
  expect(dialled).toEqual(ids.slice(0, 16))
  clock.advance()
  expect(dialled).toEqual(ids)
})

test('an arrival is counted once, however often the line moves', () => {
  const { paced, dialled, begin } = rig(20)
  begin()
  for (const _ of [1, 2, 3]) paced.arrived('n0')
  paced.arrived('n15')
  expect(dialled).toHaveLength(10)
})

test('each that arrives lets one more be on the way, and no more than 32 in all', () => {
  const { paced, dialled, ids, begin } = rig(200)
  begin()
  const arrive = (id: string) => {
    const before = dialled.length
    paced.arrived(id)
    return dialled.length - before
  }
  expect(ids.slice(0, 24).map(arrive)).toEqual(Array(24).fill(2))
  expect(arrive(ids[24] ?? '')).toBe(1)
  expect(dialled).toEqual(ids.slice(0, dialled.length))
})

test('what somebody connected, closed or removed meanwhile is not dialled again', () => {
  const { clock, paced, dialled, states, begin } = rig(11)
  begin()
  states.set('n8', { type: 'ended', reason: 'closed_by_us' })
  paced.leave('n9')
  clock.advance()
  expect(dialled.slice(8)).toEqual(['n10'])
})

test('nothing is dialled after the stop', () => {
  const { clock, paced, dialled, begin } = rig(20)
  begin()
  paced.stop()
  paced.leave('n0')
  clock.advance()
  begin()
  expect(dialled).toHaveLength(8)
})

import { expect, test } from 'vitest'
import { createAskedDials } from './asked-dials.ts'
import { backOff, createBackOff } from './back-off.ts'
import { scaled } from './patience.ts'
import { steppedClock } from './stepped-clock.suite.ts'

function begin() {
  const clock = steppedClock()
  return { clock, back: createBackOff({ clock, random: { bytes: () => new Uint8Array([255]) }, timeScale: 1 }) }
}

test('waits grow from half a second to a minute, and no two need be alike', () => {
  expect([backOff(0, 0), backOff(0, 1)]).toEqual([500, 1000])
  expect([backOff(3, 0), backOff(3, 1)]).toEqual([4000, 8000])
  expect([backOff(1000, 0), backOff(1000, 1)]).toEqual([30_000, 60_000])
})

test('a connection that opens and drops in a loop waits longer each time; one that held begins anew', () => {
  const { clock, back } = begin()
  const waits = [1, 2, 3].map(() => {
    back.opened()
    clock.pass(59_999)
    back.lost()
    return back.next(false)
  })
  expect(waits).toEqual([1000, 2000, 4000])
  back.opened()
  clock.pass(60_000)
  back.lost()
  expect(back.next(false)).toBe(1000)
})

test('log-ins that are refused without a reason end up five minutes apart, and are told as a bad session', () => {
  const { back } = begin()
  const waits: number[] = []
  const told: string[] = []
  for (let refusal = 0; refusal < 12; refusal += 1) {
    waits.push(back.next(true))
    told.push(back.reasonInDoubt('server_unavailable'))
  }
  expect(waits.slice(-2)).toEqual([300_000, 300_000])
  expect([told.indexOf('bad_session'), new Set(told.slice(6))]).toEqual([6, new Set(['bad_session'])])
})

test('a restart is done at once, a second one in a row is not', () => {
  const { clock, back } = begin()
  expect([back.mayRestart(), back.mayRestart(), back.mayRestart()]).toEqual([true, false, false])
  back.opened()
  clock.pass(60_000)
  back.lost()
  expect(back.mayRestart()).toBe(true)
})

test('three dials are free in half a minute, the next waits for the oldest to be forgotten', () => {
  const clock = steppedClock()
  const asked = createAskedDials({ clock, timeScale: 1 })
  for (const _ of [1, 2, 3]) {
    expect(asked.waitMs()).toBe(0)
    asked.count()
    clock.pass(1_000)
  }
  expect(asked.waitMs()).toBe(27_000)
  clock.pass(27_000)
  expect(asked.waitMs()).toBe(0)
})

test('a time scale speeds up our waits, and leaves the other side the time that it needs', () => {
  expect([scaled(60_000, 1, 15_000), scaled(60_000, 2, 15_000), scaled(60_000, 20, 15_000)]).toEqual([
    60_000, 30_000, 15_000,
  ])
  expect(scaled(1_000, 20, 15_000)).toBe(1_000)
})

import { beforeEach, expect, test } from 'vitest'
import { type SteppedClock, steppedClock } from './stepped-clock.suite.ts'
import { watch } from './watchdog.ts'

let clock: SteppedClock
let pings: (() => void)[]
let deaths: number

beforeEach(() => {
  clock = steppedClock()
  pings = []
  deaths = 0
})

function begin(byte = 255) {
  const random = { bytes: () => new Uint8Array([byte]) }
  return watch(
    { clock, random, timeScale: 1 },
    (onAnswer) => pings.push(onAnswer),
    () => {
      deaths += 1
    },
  )
}

test.each([
  [0, 20_000],
  [255, 30_000],
])('the server is asked after a pause by chance (%i: %i ms), and again after each answer', (byte, pauseMs) => {
  begin(byte)
  clock.pass(pauseMs - 1)
  expect(pings).toHaveLength(0)
  for (const round of [1, 2, 3]) {
    clock.pass(1)
    expect(pings).toHaveLength(round)
    pings.at(-1)?.()
    clock.pass(pauseMs - 1)
  }
  expect(deaths).toBe(0)
})

test('a socket whose ping is not answered for 20 s is dead, and that is said once', () => {
  begin()
  clock.pass(30_000 + 19_999)
  expect(deaths).toBe(0)
  clock.pass(1)
  expect(deaths).toBe(1)
  clock.pass(600_000)
  expect([deaths, clock.pending()]).toEqual([1, 0])
})

test('an answer that comes after its socket was given up changes nothing', () => {
  begin()
  clock.pass(50_000)
  pings[0]?.()
  clock.pass(600_000)
  expect([pings.length, deaths, clock.pending()]).toEqual([1, 1, 0])
})

test('a process that stood still asks again before it takes every socket for dead', () => {
  begin()
  clock.pass(30_000)
  clock.standStill(120_000)
  expect([pings.length, deaths]).toEqual([2, 0])
  pings[1]?.()
  clock.pass(29_000)
  expect(deaths).toBe(0)
  clock.pass(1_000)
  clock.pass(20_000)
  expect([pings.length, deaths]).toEqual([3, 1])
})

test.each([0, 25_000, 31_000])('once cancelled, after %i ms, nothing is asked and nothing is left', (afterMs) => {
  const watchdog = begin(128)
  clock.pass(afterMs)
  watchdog.cancel()
  const asked = pings.length
  for (const answer of pings) answer()
  clock.pass(600_000)
  expect([pings.length, deaths, clock.pending()]).toEqual([asked, 0, 0])
})

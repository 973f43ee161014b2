import { expect, test } from 'vitest'
import { createDepartures } from './departures.ts'

test('what leaves later never overtakes what was put in before it, and nothing leaves early', async () => {
  const departures = createDepartures()
  const left: number[] = []
  const delays = [30, 1, 0, 25, 12, 1, 40, 0]
  const began = Date.now()
  await new Promise<void>((resolve) => {
    for (const [index, delay] of delays.entries()) {
      departures.put(() => {
        left.push(index)
        if (left.length === delays.length) resolve()
      }, delay)
    }
    expect(left).toEqual([])
  })
  expect(left).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(Date.now() - began).toBeGreaterThanOrEqual(39)
})

test('without a delay, and with nothing waiting, it leaves at once', () => {
  const departures = createDepartures()
  let left = false
  departures.put(() => {
    left = true
  }, 0)
  expect(left).toBe(true)
})

test('what was cleared never leaves', async () => {
  const departures = createDepartures()
  let left = false
  departures.put(() => {
    left = true
  }, 5)
  departures.clear()
  await new Promise((resolve) => setTimeout(resolve, 15))
  expect(left).toBe(false)
})

import { expect, test } from 'vitest'
import { watchReturning } from './returning.ts'

function makeWorld() {
  const window = new EventTarget()
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  const heard: string[] = []
  let now = 1_000
  watchReturning(
    { window, document, now: () => now },
    { onAway: () => heard.push('away'), onReturn: () => heard.push('return') },
  )
  return {
    heard,
    network: (type: 'online' | 'offline') => window.dispatchEvent(new Event(type)),
    look(visibilityState: 'visible' | 'hidden', afterMs: number) {
      now += afterMs
      document.visibilityState = visibilityState
      document.dispatchEvent(new Event('visibilitychange'))
    },
  }
}

test('a network that goes is away at once, and lines are dialled anew when it comes back', () => {
  const { heard, network } = makeWorld()
  network('offline')
  expect(heard).toEqual(['away'])
  network('online')
  expect(heard).toEqual(['away', 'return'])
})

test('a page that was hidden for more than a minute is a return; one for less is not', () => {
  const { heard, look } = makeWorld()
  look('hidden', 0)
  look('visible', 60_000)
  expect(heard).toEqual([])
  look('hidden', 5_000)
  look('visible', 60_001)
  expect(heard).toEqual(['return'])
  look('visible', 90_000)
  expect(heard).toEqual(['return'])
})

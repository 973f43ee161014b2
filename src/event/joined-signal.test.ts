import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { joinSignals } from './joined-signal.ts'

test('calls by the thousand leave nothing with a signal that outlives them', () => {
  const longLived = new AbortController()
  for (let call = 0; call < 1_000; call += 1) joinSignals(longLived.signal, new AbortController().signal).letGo()
  expect(getEventListeners(longLived.signal, 'abort')).toEqual([])
})

test('it is aborted with any of them, also with one that was before', () => {
  const [one, other] = [new AbortController(), new AbortController()]
  const joined = joinSignals(one.signal, other.signal)
  expect(joined.signal.aborted).toBe(false)
  other.abort()
  expect(joined.signal.aborted).toBe(true)
  expect(joinSignals(one.signal, other.signal).signal.aborted).toBe(true)
})

import { expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { askLine } from './ask-line.ts'
import { lineThat } from './send-rig.suite.ts'

const line = lineThat(async () => {})
const never = () => new Promise<never>(() => {})

test('a call that waits for WhatsApp is told that the gateway stops, not cut off', async () => {
  const stopping = new AbortController()
  const asked = askLine({ clock: systemClock, givenUp: stopping.signal }, line, never)
  stopping.abort()
  await expect(asked).rejects.toMatchObject({ code: 'shutting_down' })
})

test('a call that comes to WhatsApp after that is told so at once, whatever WhatsApp would say', async () => {
  const asked = askLine({ clock: systemClock, givenUp: AbortSignal.abort() }, line, never)
  await expect(asked).rejects.toMatchObject({ code: 'shutting_down' })
})

test('what WhatsApp answers in time is given, and nothing listens to the stop any more', async () => {
  const stopping = new AbortController()
  expect(await askLine({ clock: systemClock, givenUp: stopping.signal }, line, async () => 'yes')).toBe('yes')
  stopping.abort()
})

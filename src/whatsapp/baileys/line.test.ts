import { expect, test } from 'vitest'
import { createCallBook } from './calls.ts'
import { createLine, type LineDeps } from './line.ts'

test('a call that the line knows no more is not rejected in silence', async () => {
  const asked: string[] = []
  const baileys = { rejectCall: async (callId: string) => void asked.push(callId) }
  const connection = { live: { socket: { baileys }, device: {} } }
  const line = createLine({ connection, calls: createCallBook() } as unknown as LineDeps)
  await expect(line.rejectCall('C1')).rejects.toThrow('not known')
  expect(asked).toEqual([])
})

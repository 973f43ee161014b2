import type { WASocket } from '@whiskeysockets/baileys'
import { expect, test } from 'vitest'
import { noteEncrypted, relayToGroup } from './send.ts'

const SEND = { to: '120363000000000001@g.us', message: { conversation: 'oi' }, nodes: [] }

/** A socket whose relay breaks. */
function socketThat(breaks: { relay?: Error; afterEncrypting?: boolean }): WASocket {
  return {
    async relayMessage() {
      if (breaks.afterEncrypting) noteEncrypted()
      if (breaks.relay) throw breaks.relay
    },
  } as unknown as WASocket
}

test.each([
  ['before anything was encrypted', { relay: new Error('Timed Out') }],
  ['as the engine says', { relay: new Error('Connection Closed'), afterEncrypting: true }],
])('a line that was lost %s is "not connected", not a failure of the engine', async (_when, breaks) => {
  const sent = relayToGroup(socketThat(breaks), '3EB0', SEND, () => false)
  await expect(sent).rejects.toMatchObject({ reason: 'not_connected' })
})

test('what breaks on a line that is there is the engine’s failure, or of unknown fate once something was encrypted', async () => {
  const early = relayToGroup(socketThat({ relay: new Error('no') }), '3EB0', SEND, () => true)
  await expect(early).rejects.toMatchObject({ reason: 'engine_failed' })
  const late = relayToGroup(socketThat({ relay: new Error('no'), afterEncrypting: true }), '3EB0', SEND, () => true)
  await expect(late).rejects.toThrow('may or may not have been sent')
})

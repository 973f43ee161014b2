import type { WASocket } from '@whiskeysockets/baileys'
import { expect, test } from 'vitest'
import { noteEncrypted, relay } from './send.ts'

const ANA = '5511911112222@s.whatsapp.net'
const ME = { jid: '5511940000001@s.whatsapp.net', lid: null }
const SEND = { to: ANA, message: { conversation: 'oi' }, nodes: [] }

/** A socket whose question for devices, or whose relay, breaks. */
function socketThat(breaks: { devices?: Error; relay?: Error; afterEncrypting?: boolean }): WASocket {
  return {
    async getUSyncDevices() {
      if (breaks.devices) throw breaks.devices
      return [{ user: '5511911112222', device: 0 }]
    },
    async relayMessage() {
      if (breaks.afterEncrypting) noteEncrypted()
      if (breaks.relay) throw breaks.relay
    },
    userDevicesCache: { del: async () => {} },
  } as unknown as WASocket
}

test.each([
  ['while its devices were asked for', { devices: new Error('read ECONNRESET') }],
  ['before anything was encrypted', { relay: new Error('Timed Out') }],
  ['as the engine says', { relay: new Error('Connection Closed'), afterEncrypting: true }],
])('a line that was lost %s is "not connected", not a failure of the engine', async (_when, breaks) => {
  const sent = relay(socketThat(breaks), ME, '3EB0', SEND, () => false)
  await expect(sent).rejects.toMatchObject({ reason: 'not_connected' })
})

test('what breaks on a line that is there is the engine’s failure, or of unknown fate once something was encrypted', async () => {
  const early = relay(socketThat({ devices: new Error('no') }), ME, '3EB0', SEND, () => true)
  await expect(early).rejects.toMatchObject({ reason: 'engine_failed' })
  const late = relay(socketThat({ relay: new Error('no'), afterEncrypting: true }), ME, '3EB0', SEND, () => true)
  await expect(late).rejects.toThrow('may or may not have been sent')
})

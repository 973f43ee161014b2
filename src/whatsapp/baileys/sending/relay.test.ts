import type { BinaryNode, WASocket } from '@whiskeysockets/baileys'
import { beforeAll, expect, test } from 'vitest'
import { SendRefused } from '../../port.ts'
import type { Device } from '../auth-store.ts'
import { createLocks } from '../locks.ts'
import { ANA, bundleOf, javaScript, ours, quietly } from '../signal-parties.suite.ts'
import { createRelay } from './relay.ts'

beforeAll(quietly)

/** A relay whose socket writes so, to a person with one device. */
async function relayThat(write: (stanza: BinaryNode) => Promise<void>, isLive = () => true) {
  const { creds, keys } = ours()
  creds.me = { id: '5511900000000:1@s.whatsapp.net' }
  const bundle = await bundleOf(javaScript())
  const relay = createRelay({
    baileys: { sendNode: write } as unknown as WASocket,
    device: { creds, keys, locks: createLocks() } as unknown as Device,
    people: {
      find: async () => null,
      devicesOf: async (jid) => (jid === ANA ? [ANA] : []),
      forget: async () => undefined,
    },
    bundles: { fetch: async () => new Map([[ANA, bundle]]) },
    trust: {
      nodesFor: async () => {
        throw new Error('no token can be read')
      },
      give: () => undefined,
    },
  })
  return () => relay('3EB0', { to: ANA, message: { conversation: 'oi' }, nodes: [] }, isLive)
}

test('a message that broke off while it was written was called unsent, and sent again', async () => {
  const send = await relayThat(
    () => Promise.reject(new Error('write EPIPE')),
    () => true,
  )
  await expect(send()).rejects.toThrow('may or may not have been sent')
  let isLive = true
  const cut = await relayThat(
    () => {
      isLive = false
      return Promise.reject(new Error('socket hang up'))
    },
    () => isLive,
  )
  const error = await cut().catch((thrown: unknown) => thrown)
  expect(error).not.toBeInstanceOf(SendRefused)
})

test('what a closed socket never wrote, and what a line has no time for any more, is unsent', async () => {
  const closed = await relayThat(() => Promise.reject(new Error('Connection Closed')))
  await expect(closed()).rejects.toMatchObject({ name: 'SendRefused', reason: 'not_connected' })
  const written: BinaryNode[] = []
  const over = await relayThat(
    async (stanza) => void written.push(stanza),
    () => false,
  )
  await expect(over()).rejects.toMatchObject({ name: 'SendRefused', reason: 'not_connected' })
  expect(written).toEqual([])
})

test('a trust token that cannot be read refuses no message', async () => {
  const written: BinaryNode[] = []
  const send = await relayThat(async (stanza) => void written.push(stanza))
  await send()
  expect(written.map(({ attrs }) => attrs)).toEqual([{ id: '3EB0', to: ANA, type: 'text' }])
})

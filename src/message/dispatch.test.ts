import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { problem } from '../kernel/errors.ts'
import type { Store } from '../platform/db/store.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import type { Line, Outgoing } from '../whatsapp/port.ts'
import { createAckDesk } from './ack-desk.ts'
import { dispatch, type Parcel } from './dispatch.ts'
import { receiveAck } from './receive-news.ts'

const ANA = '5511911112222@s.whatsapp.net'
const PARCEL: Parcel = {
  recipient: { jid: ANA, number: '5511911112222', chat: { jid: ANA, lid: null, type: 'private' } },
  content: { type: 'text', text: 'oi', mentions: [] },
  type: 'text',
  text: 'oi',
  source: 'api',
  alongside: async () => {},
}

/** A line that does with a message what the test says. */
function lineThat(send: (outgoing: Outgoing) => Promise<{ raw: Uint8Array }>): Line {
  return {
    state: { type: 'open', me: { jid: null, lid: null } },
    connect: () => {},
    requestPairingCode: async () => '',
    lookUp: async () => [],
    contactOf: async () => null,
    group: async () => null,
    send,
    showTyping: async () => {},
    logOut: async () => {},
    close: async () => {},
  }
}

async function world(store: Store) {
  const id = await addInstance(store)
  const sender = { id, numberJid: null, numberLid: null, profileName: null }
  const deps = {
    store,
    clock: systemClock,
    random: { bytes: randomBytes },
    announce: async () => {},
    followers: [],
    acks: createAckDesk(systemClock),
  }
  const ack = (messageId: string) =>
    receiveAck(deps, id, { type: 'ack', messageId, chat: ANA, failure: null, at: 1_000 })
  const states = async () =>
    (await store.read.selectFrom('message').select('state').execute()).map(({ state }) => state)
  return { deps, sender, ack, states }
}

describeStores((open) => {
  test('a message that went out is no failed send because its bytes could not be kept', async () => {
    const store = await open()
    const { deps, sender, ack, states } = await world(store)
    let isFull = false
    const full: Store = {
      ...store,
      write: (unit) => (isFull ? Promise.reject(problem('store_failed')) : store.write(unit)),
    }
    const line = lineThat(async ({ messageId }) => {
      isFull = true
      setImmediate(() => void ack(messageId))
      return { raw: Uint8Array.of(1) }
    })
    const sent = await dispatch({ ...deps, store: full }, line, sender, PARCEL)
    expect([sent.state, await states()]).toEqual(['sent', ['sent']])
  })

  test('a send that breaks after WhatsApp took it does not go back to unknown', async () => {
    const { deps, sender, ack, states } = await world(await open())
    const line = lineThat(async ({ messageId }) => {
      await ack(messageId)
      throw new Error('the message may or may not have been sent')
    })
    await dispatch(deps, line, sender, PARCEL).catch(() => {})
    await expect.poll(states).toEqual(['sent'])
    await deps.store.write(async () => {})
    expect(await states()).toEqual(['sent'])
  })
})

import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { problem } from '../kernel/errors.ts'
import type { Store } from '../platform/db/store.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { silentLog } from '../platform/log.ts'
import type { Line, Outgoing } from '../whatsapp/port.ts'
import { createAckDesk } from './ack-desk.ts'
import { dispatch, type Parcel } from './dispatch.ts'
import { receiveAck } from './receive-news.ts'
import { createSendQueue } from './send-queue.ts'

const ANA = '5511911112222@s.whatsapp.net'
const CALL = { hold: () => true }
const PARCEL: Parcel = {
  recipient: { jid: ANA, number: '5511911112222', chat: { jid: ANA, lid: null, type: 'private' } },
  quoted: null,
  content: { type: 'text', text: 'oi', mentions: [], preview: null },
  type: 'text',
  text: 'oi',
  source: 'api',
  delayMs: 0,
  alongside: async () => {},
}

/** A line that does with a message what the test says. */
function lineThat(send: (outgoing: Outgoing) => Promise<void>): Line {
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

async function world(store: Store, line: Line) {
  const id = await addInstance(store)
  const sender = { id, accountId: 'acc_shop', numberJid: null, numberLid: null, profileName: null }
  const handing = {
    store,
    clock: systemClock,
    announce: async () => {},
    followers: [],
    acks: createAckDesk(systemClock),
  }
  const deps = {
    ...handing,
    random: { bytes: randomBytes },
    compose: () => Uint8Array.of(1),
    queue: createSendQueue({ ...handing, log: silentLog, lineOf: () => line }),
  }
  const ack = (messageId: string) =>
    receiveAck(deps, id, { type: 'ack', messageId, chat: ANA, failure: null, at: 1_000 })
  const states = async () =>
    (await store.read.selectFrom('message').select('state').execute()).map(({ state }) => state)
  return { deps, sender, ack, states }
}

describeStores((open) => {
  test('nothing is asked of WhatsApp that could not be kept first, at once or later', async () => {
    const store = await open()
    const asked: string[] = []
    const line = lineThat(async ({ messageId }) => void asked.push(messageId))
    const { deps, sender, states } = await world(store, line)
    const full: Store = { ...store, write: () => Promise.reject(problem('store_failed')) }
    for (const delayMs of [0, 1]) {
      const sent = dispatch({ ...deps, store: full }, line, sender, { ...PARCEL, delayMs }, CALL)
      await expect(sent).rejects.toMatchObject({ code: 'store_failed' })
    }
    expect([asked, await states()]).toEqual([[], []])
  })

  test('a send that breaks after WhatsApp took it does not go back to unknown', async () => {
    let ack = async (_: string) => {}
    const line = lineThat(async ({ messageId }) => {
      await ack(messageId)
      throw new Error('the message may or may not have been sent')
    })
    const made = await world(await open(), line)
    const { deps, sender, states } = made
    ack = made.ack
    await dispatch(deps, line, sender, PARCEL, CALL).catch(() => {})
    await expect.poll(states).toEqual(['sent'])
    await deps.store.write(async () => {})
    expect(await states()).toEqual(['sent'])
  })

  test('a call that may not be held gets its message back as queued, and it goes out all the same', async () => {
    const asked: Outgoing[] = []
    const line = lineThat(async (outgoing) => void asked.push(outgoing))
    const { deps, sender, ack, states } = await world(await open(), line)
    const delayed = { ...PARCEL, delayMs: 50 }
    const message = await dispatch(deps, line, sender, delayed, { hold: () => false })
    expect([message.state, asked]).toEqual(['queued', []])
    await expect.poll(() => asked).toEqual([{ messageId: message.message_id, to: ANA, raw: Uint8Array.of(1) }])
    await ack(message.message_id)
    expect(await states()).toEqual(['sent'])
  })

  test('a queued message waits while the store cannot be written, and goes out when it can', async () => {
    const store = await open()
    const asked: Outgoing[] = []
    const line = lineThat(async (outgoing) => void asked.push(outgoing))
    let isFull = false
    let refused = 0
    const disk: Store = {
      ...store,
      write(unit) {
        if (!isFull) return store.write(unit)
        refused += 1
        return Promise.reject(problem('store_failed'))
      },
    }
    const { deps, sender, ack } = await world(disk, line)
    const alongside: Parcel['alongside'] = async (transaction) => {
      transaction.afterCommit(() => {
        isFull = true
      })
    }
    const sending = dispatch(deps, line, sender, { ...PARCEL, delayMs: 1, alongside }, CALL)
    await expect.poll(() => refused).toBeGreaterThan(0)
    expect(asked).toEqual([])
    isFull = false
    await expect.poll(() => asked.length, { timeout: 5_000 }).toBe(1)
    await ack(asked[0]?.messageId ?? '')
    expect((await sending).state).toBe('sent')
  })
})

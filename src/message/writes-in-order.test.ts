import { expect, test } from 'vitest'
import { problem } from '../kernel/errors.ts'
import { handClock } from '../platform/db/hand-clock.suite.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { createAckDesk } from './ack-desk.ts'
import { createPace } from './pace.ts'
import { receiveAck, receiveReceipt } from './receive-news.ts'
import { keptMessage } from './send-rig.suite.ts'
import { findMessage, insertMessage } from './store.ts'
import { createWaits } from './waits.ts'
import { createWritesInOrder } from './writes-in-order.ts'

const ANA = '5511911112222@s.whatsapp.net'

describeStores((open) => {
  async function world() {
    const store = await open()
    const clock = handClock()
    const waits = createWaits(clock)
    const ran: string[] = []
    /** A unit that says when it ran, and fails as often as it is told. */
    const unit = (name: string, failures = 0, failure: () => Error = () => problem('store_failed')) => {
      let left = failures
      return async () => {
        left -= 1
        if (left >= 0) throw failure()
        ran.push(name)
        return name
      }
    }
    /** Lets the pauses end that have begun, until what is waited for has come. */
    const letPass = <Value>(awaited: Promise<Value>): Promise<Value> => {
      let isThere = false
      void awaited.finally(() => {
        isThere = true
      })
      const pass = () => {
        clock.advance()
        return isThere
      }
      return expect
        .poll(pass)
        .toBe(true)
        .then(() => awaited)
    }
    return { store, clock, waits, ran, unit, letPass }
  }

  test('a write is handed over before the one before it is durable', async () => {
    const { store, waits, ran, unit } = await world()
    let handedOver = 0
    const write: typeof store.write = (work) => {
      handedOver += 1
      return store.write(work)
    }
    const { writeSurely } = createWritesInOrder({ store: { write }, waits })('shop')
    const all = Promise.all(['one', 'two', 'three'].map((name) => writeSurely(unit(name))))
    expect(handedOver).toBe(3)
    expect(await all).toEqual(['one', 'two', 'three'])
    expect(ran).toEqual(['one', 'two', 'three'])
  })

  test('what is tried again holds back all that was asked for behind it, also meanwhile, and nobody else', async () => {
    const { store, waits, ran, unit, letPass } = await world()
    const inOrder = createWritesInOrder({ store, waits })
    const first = inOrder('shop').writeSurely(unit('first', 2))
    const others = [inOrder('shop').writeSurely(unit('second')), inOrder('shop').write(unit('third'))]
    await inOrder('other').writeSurely(unit('of another'))
    others.push(inOrder('shop').writeSurely(unit('fourth')))
    await letPass(Promise.all([first, ...others]))
    expect(ran).toEqual(['of another', 'first', 'second', 'third', 'fourth'])
  })

  test('a commit that failed is made up for in the same order', async () => {
    const { store, waits, ran, unit, letPass } = await world()
    let isFull = true
    const write: typeof store.write = async (work) => {
      const isLost = isFull
      const result = await store.write(work)
      if (isLost) throw problem('store_failed')
      return result
    }
    const { writeSurely } = createWritesInOrder({ store: { write }, waits })('shop')
    const before = ['one', 'two', 'three'].map((name) => writeSurely(unit(name)))
    isFull = false
    await expect.poll(() => ran).toHaveLength(3)
    const behind = writeSurely(unit('four'))
    await letPass(Promise.all([...before, behind]))
    expect(ran).toEqual(['one', 'two', 'three', 'one', 'two', 'three', 'four'])
  })

  test('a write that cannot be tried again is told so, and those behind it go on', async () => {
    const { store, waits, ran, unit } = await world()
    const { write, writeSurely } = createWritesInOrder({ store, waits })('shop')
    const over = [
      write(unit('answer', 1)),
      writeSurely(unit('bug', 1, () => new Error('a bug'))),
      writeSurely(unit('receipt')),
    ]
    const outcomes = await Promise.allSettled(over)
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
    expect(ran).toEqual(['receipt'])
  })

  test('when the process stops, what could not be written is given up, and holds nothing back', async () => {
    const { store, waits, ran, unit } = await world()
    const { write, writeSurely } = createWritesInOrder({ store, waits })('shop')
    const first = writeSurely(unit('first', 1))
    const behind = write(unit('behind'))
    waits.stop()
    expect([await first, await behind]).toEqual([undefined, 'behind'])
    expect(ran).toEqual(['behind'])
  })

  test('a receipt does not overtake the ack that the full disk refused', async () => {
    const { store, clock, waits, letPass } = await world()
    const instanceId = await addInstance(store)
    const chat = { jid: ANA, lid: null }
    await store.write(({ sql }) => insertMessage(sql, keptMessage({ id: 'm', state: 'sending', chat_jid: ANA })))
    const told: string[] = []
    let refusals = 0
    const announce = async (_: unknown, { event }: { event: { data: object } }) => {
      refusals += 1
      if (refusals === 1) throw problem('store_failed')
      told.push('status' in event.data ? String(event.data.status) : '')
    }
    const deps = {
      ...{ clock, announce, followers: [], acks: createAckDesk(clock), pace: createPace(clock, async () => null) },
      ...{ store, inOrder: createWritesInOrder({ store, waits }) },
    }
    const { message_id: messageId = '' } = (await findMessage(store.read, 'm')) ?? {}
    const ack = receiveAck(deps, instanceId, { type: 'ack', messageId, chat: ANA, failure: null, at: 1_000 })
    const receipt = { type: 'receipt' as const, messageIds: [messageId], chat, from: chat, at: 2_000 }
    const delivered = receiveReceipt(deps, instanceId, { ...receipt, status: 'delivered' })
    await letPass(Promise.all([ack, delivered]))
    expect(told).toEqual(['sent', 'delivered'])
    expect(await findMessage(store.read, 'm')).toMatchObject({ sent_at: 1_000, delivered_at: 2_000 })
  })
})

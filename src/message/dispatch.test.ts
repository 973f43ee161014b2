import { expect, test } from 'vitest'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { problem } from '../kernel/errors.ts'
import type { Store } from '../platform/db/store.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { type Line, type Outgoing, SendRefused } from '../whatsapp/port.ts'
import { dispatch, type Parcel } from './dispatch.ts'
import { receiveReceipt } from './receive-news.ts'
import { ANA, keptMessage, lineThat, openSends, PARCEL } from './send-rig.suite.ts'
import { insertMessage } from './store.ts'
import { findRecipient, rememberRecipient } from './store-recipients.ts'

const CALL = { hold: () => true }

/** A clock on which whatever is waited for is over at once. */
function hastyClock(): { clock: Clock; now: () => number } {
  let time = 1_000_000
  const now = () => time
  const clock: Clock = {
    now,
    after(delayMs, task) {
      const timer = setImmediate(() => {
        time += delayMs
        task()
      })
      return { cancel: () => clearImmediate(timer) }
    },
  }
  return { clock, now }
}

describeStores((open) => {
  test('nothing is asked of WhatsApp that could not be kept first, at once or later', async () => {
    const store = await open()
    const asked: string[] = []
    const line = lineThat(async ({ messageId }) => void asked.push(messageId))
    const { deps, sender, states } = await openSends(store, line)
    const full: Store = { ...store, write: () => Promise.reject(problem('store_failed')) }
    for (const delayMs of [0, 1]) {
      const sent = dispatch({ ...deps, store: full }, line, sender, CALL, { ...PARCEL, delayMs })
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
    const made = await openSends(await open(), line)
    const { deps, sender, states } = made
    ack = made.ack
    await dispatch(deps, line, sender, CALL, PARCEL).catch(() => {})
    await expect.poll(states).toEqual(['sent'])
    await deps.store.write(async () => {})
    expect(await states()).toEqual(['sent'])
  })

  test('a call that may not be held gets its message back as queued, and it goes out all the same', async () => {
    const asked: Outgoing[] = []
    const line = lineThat(async (outgoing) => void asked.push(outgoing))
    const { deps, sender, ack, states } = await openSends(await open(), line)
    const delayed = { ...PARCEL, delayMs: 50 }
    const message = await dispatch(deps, line, sender, { hold: () => false }, delayed)
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
    const { deps, sender, ack } = await openSends(disk, line)
    const alongside: Parcel['alongside'] = async (transaction) => {
      transaction.afterCommit(() => {
        isFull = true
      })
    }
    const sending = dispatch(deps, line, sender, CALL, { ...PARCEL, delayMs: 1, alongside })
    await expect.poll(() => refused).toBeGreaterThan(0)
    expect(asked).toEqual([])
    isFull = false
    await expect.poll(() => asked.length, { timeout: 5_000 }).toBe(1)
    await ack(asked[0]?.messageId ?? '')
    expect((await sending).state).toBe('sent')
  })

  test('a queued message that is taken twice goes out once', async () => {
    const asked: Outgoing[] = []
    const line = lineThat(async (outgoing) => void asked.push(outgoing))
    const { deps, sender, ack, states } = await openSends(await open(), line)
    const message = await dispatch(deps, line, sender, { hold: () => false }, { ...PARCEL, delayMs: 20 })
    const twice = deps.queue.carry(message)
    await expect.poll(() => asked.length).toBe(1)
    await ack(message.message_id)
    await twice
    expect([asked.length, await states()]).toEqual([1, ['sent']])
  })

  test('a line that is closed says nothing of a message that another already sends', async () => {
    const line = { ...lineThat(async () => {}), state: { type: 'idle' as const } }
    const { deps } = await openSends(await open(), line)
    const sent = keptMessage({ id: 'sent', state: 'sent' })
    await deps.store.write(({ sql }) => insertMessage(sql, sent))
    expect((await deps.queue.carry(sent)).state).toBe('sent')
  })

  test('a clock that is set back does not make a delayed message wait any longer', async () => {
    let back = 0
    const clock = { ...systemClock, now: () => Date.now() - back }
    const asked: Outgoing[] = []
    const line = lineThat(async (outgoing) => void asked.push(outgoing))
    const { deps, sender, ack } = await openSends(await open(), line, clock)
    const sending = dispatch(deps, line, sender, CALL, { ...PARCEL, delayMs: 50 })
    back = 3_600_000
    await expect.poll(() => asked.length, { timeout: 5_000 }).toBe(1)
    await ack(asked[0]?.messageId ?? '')
    await sending
  })

  test('what waits behind many others is not asked of WhatsApp yet', async () => {
    const asked: Outgoing[] = []
    const line = lineThat(async (outgoing) => void asked.push(outgoing))
    const { deps, sender, ack, states } = await openSends(await open(), line)
    const later = { ...PARCEL, delayMs: 1 }
    await Promise.all(Array.from({ length: 40 }, () => dispatch(deps, line, sender, { hold: () => false }, later)))
    await expect.poll(() => asked.length).toBe(16)
    expect((await states()).filter((state) => state === 'sending')).toHaveLength(16)
    for (let served = 0; served < 40; served += 1) {
      await expect.poll(() => asked.length).toBeGreaterThan(served)
      await ack(asked[served]?.messageId ?? '')
    }
    await expect.poll(states).toEqual(Array(40).fill('sent'))
  })

  test('messages that wait for another number to come back do not hold up those of the number that is linked', async () => {
    const [old, now] = ['5511900000001@s.whatsapp.net', '5511900000002@s.whatsapp.net']
    const asked: Outgoing[] = []
    const line: Line = {
      ...lineThat(async (outgoing) => void asked.push(outgoing)),
      state: { type: 'open', me: { jid: now, lid: null } },
    }
    const { deps, sender, ack } = await openSends(await open(), line)
    const later = { ...PARCEL, delayMs: 1 }
    const stuck = { ...sender, numberJid: old }
    await Promise.all(Array.from({ length: 40 }, () => dispatch(deps, line, stuck, { hold: () => false }, later)))
    const sending = dispatch(deps, line, { ...sender, numberJid: now }, CALL, later)
    await expect.poll(() => asked.length).toBe(1)
    await ack(asked[0]?.messageId ?? '')
    expect((await sending).state).toBe('sent')
    deps.waits.stop()
  })

  test('a caller whose instance is deleted during the delay is told that it is not there', async () => {
    const store = await open()
    const line = lineThat(async () => {})
    const { deps, sender } = await openSends(store, line)
    const sending = dispatch(deps, line, sender, CALL, { ...PARCEL, delayMs: 300 })
    const isTold = expect(sending).rejects.toMatchObject({ code: 'instance_not_found' })
    await expect.poll(() => store.read.selectFrom('message').select('id').execute()).toHaveLength(1)
    await store.write(({ sql }) => sql.deleteFrom('instance').execute())
    await isTold
  })

  test('an instance that was deleted in the middle of a send is not there, and nothing is sent', async () => {
    const store = await open()
    const asked: Outgoing[] = []
    const line = lineThat(async (outgoing) => void asked.push(outgoing))
    const { deps, sender } = await openSends(store, line)
    await store.write(({ sql }) => sql.deleteFrom('instance').execute())
    await expect(dispatch(deps, line, sender, CALL, PARCEL)).rejects.toMatchObject({ code: 'instance_not_found' })
    expect(asked).toEqual([])
  })

  test('the event of a reply shows the text of its own chat, although a stranger used the same id', async () => {
    const line = lineThat(async () => {})
    const { deps, sender, told, ack } = await openSends(await open(), line)
    const own = keptMessage({ id: 'own', message_id: 'SAME', content: 'Quanto custa?' })
    const strange = keptMessage({
      id: 'strange',
      message_id: 'SAME',
      content: 'Paguem a mim',
      chat_key: 'b@lid',
      chat_jid: null,
      created_at: 2_000,
    })
    await deps.store.write(async ({ sql }) => {
      for (const message of [own, strange]) await insertMessage(sql, message)
    })
    const quoted = { messageId: 'SAME', chatJid: ANA, senderJid: ANA, raw: Uint8Array.of(1) }
    const sending = dispatch(deps, line, sender, CALL, { ...PARCEL, quoted })
    await expect.poll(() => told).toHaveLength(1)
    expect(told).toMatchObject([{ data: { reply: { message_id: 'SAME', text: 'Quanto custa?' } } }])
    const [exchange] = told
    await ack(exchange?.type === 'message.exchange' ? exchange.data.id : '')
    await sending
  })

  test('a recipient without any device is an invalid number, and is asked for anew', async () => {
    const store = await open()
    const line = lineThat(() => Promise.reject(new SendRefused('no_devices')))
    const { deps, sender, states } = await openSends(store, line)
    const known = { instance_id: sender.id, digits: '5511911112222', jid: ANA, lid: null, asked_at: 1 }
    await store.write(({ sql }) => rememberRecipient(sql, known))
    const sent = dispatch(deps, line, sender, CALL, PARCEL)
    await expect(sent).rejects.toMatchObject({ code: 'number_invalid', http: 400 })
    expect(await states()).toEqual(['failed'])
    expect(await findRecipient(store.read, sender.id, '5511911112222')).toBeUndefined()
  })

  test('typing is shown again and again while a message waits, and ends before it goes out', async () => {
    const { clock, now } = hastyClock()
    const shown: [boolean, number][] = []
    const line: Line = {
      ...lineThat(async () => void shown.push([false, -1])),
      showTyping: async (_jid, isTyping) => void shown.push([isTyping, now() - 1_000_000]),
    }
    const { deps, sender } = await openSends(await open(), line, clock)
    await dispatch(deps, line, sender, CALL, { ...PARCEL, delayMs: 20_000 })
    expect(shown).toEqual([
      [true, 0],
      [true, 8_000],
      [true, 16_000],
      [false, 20_000],
      [false, -1],
    ])
  })

  test.for([
    [10, 'sent'],
    [60, 'failed'],
  ] as const)('a queued message whose line is dialled only after %d minutes is %s', async ([minutes, end]) => {
    const { clock, now } = hastyClock()
    const opensAt = now() + minutes * 60_000
    const asked: Outgoing[] = []
    const line: Line = Object.defineProperty(
      lineThat(async (outgoing) => void asked.push(outgoing)),
      'state',
      { get: () => (now() < opensAt ? { type: 'idle' } : { type: 'open', me: { jid: null, lid: null } }) },
    )
    const { deps, sender, ack, states } = await openSends(await open(), line, clock)
    await dispatch(deps, line, sender, { hold: () => false }, { ...PARCEL, delayMs: 1 })
    if (end === 'sent') {
      await expect.poll(() => asked.length, { timeout: 10_000 }).toBe(1)
      await ack(asked[0]?.messageId ?? '')
    }
    await expect.poll(states, { timeout: 10_000 }).toEqual([end])
    if (end === 'failed') expect(asked).toEqual([])
  })

  test('a receipt counts from the chat that the message went to alone', async () => {
    const line = lineThat(async () => {})
    const { deps, sender, states } = await openSends(await open(), line)
    await deps.store.write(({ sql }) => insertMessage(sql, keptMessage({ id: 'm', state: 'sent' })))
    const receipt = { type: 'receipt' as const, messageIds: ['3EB0m'], from: null, status: 'read' as const, at: 2_000 }
    await receiveReceipt(deps, sender.id, { ...receipt, chat: { jid: '5521900000000@s.whatsapp.net', lid: null } })
    expect(await states()).toEqual(['sent'])
    await receiveReceipt(deps, sender.id, { ...receipt, chat: { jid: ANA, lid: null } })
    expect(await states()).toEqual(['read'])
  })
})

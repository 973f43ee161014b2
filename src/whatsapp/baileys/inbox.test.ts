import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Clock } from '../../kernel/clock.ts'
import { addInstance, describeStores } from '../../platform/db/test-store.suite.ts'
import { createSealer } from '../../platform/secret/index.ts'
import type { IncomingMessage, LineNews } from '../port.ts'
import { forgetMessages } from './forget-messages.ts'
import { createInbox } from './inbox.ts'
import { createNewsDesk } from './news.ts'

const MESSAGE: IncomingMessage = {
  messageId: 'M1',
  delivery: 'live',
  chat: { jid: '5511911112222@s.whatsapp.net', lid: null, type: 'private' },
  sender: { jid: '5511911112222@s.whatsapp.net', lid: null },
  isFromMe: false,
  at: 1,
  content: { type: 'text', text: 'oi' },
  raw: Uint8Array.of(1),
  quoted: null,
}

/** Time that passes when the test says so: every timer that waits goes off. */
function handClock(): Clock & { waiting(): number; pass(): void } {
  const timers = new Set<() => void>()
  return {
    now: () => 1_000,
    after(_delayMs, task) {
      timers.add(task)
      return { cancel: () => timers.delete(task) }
    },
    waiting: () => timers.size,
    pass() {
      for (const task of [...timers]) {
        timers.delete(task)
        task()
      }
    },
  }
}

describeStores((open) => {
  test('an acknowledged message that could not be handled is told again while the line lives', async () => {
    const store = await open()
    const instanceId = await addInstance(store)
    const clock = handClock()
    const told: string[] = []
    let isStoreWell = false
    const hear = async (news: LineNews) => {
      if (!isStoreWell) throw new Error('disk full')
      if (news.type === 'message') told.push(news.message.messageId)
    }
    const news = createNewsDesk({ hear }, () => {})
    const inbox = createInbox({ store, sealer: createSealer(randomBytes(32)), clock, news, instanceId })
    const { write, remember, tell } = inbox.keep(MESSAGE)
    await store.write(({ sql }) => write(sql))
    remember()
    tell()
    await news.drained()
    expect(told).toEqual([])

    isStoreWell = true
    clock.pass()
    await expect.poll(() => told).toEqual(['M1'])
    await news.drained()
    await inbox.settled()
    expect(await store.read.selectFrom('inbox').select('seq').execute()).toEqual([])
  })

  test('a message that is durable and waits for its turn is not told a second time by what was left', async () => {
    const store = await open()
    const instanceId = await addInstance(store)
    const told: string[] = []
    const hear = async (news: LineNews) => void (news.type === 'message' && told.push(news.message.messageId))
    const news = createNewsDesk({ hear }, () => {})
    const inbox = createInbox({ store, sealer: createSealer(randomBytes(32)), clock: handClock(), news, instanceId })
    const { write, remember, tell } = inbox.keep(MESSAGE)
    await store.write(({ sql }) => write(sql))
    remember()
    expect(inbox.has(MESSAGE)).toBe(true)
    await inbox.tellLeft()
    tell()
    await news.drained()
    expect(told).toEqual(['M1'])
  })

  test('what could not be handled is told at the next dial, and not while the line is closed', async () => {
    const store = await open()
    const instanceId = await addInstance(store)
    const clock = handClock()
    let heard = 0
    const hear = async () => {
      heard += 1
      if (heard === 1) throw new Error('disk full')
    }
    const news = createNewsDesk({ hear }, () => {})
    const inbox = createInbox({ store, sealer: createSealer(randomBytes(32)), clock, news, instanceId })
    const { write, remember, tell } = inbox.keep(MESSAGE)
    await store.write(({ sql }) => write(sql))
    remember()
    tell()
    await news.drained()
    inbox.pause()
    expect(clock.waiting()).toBe(0)
    await inbox.tellLeft()
    await news.drained()
    expect(heard).toBe(2)
  })

  test('an erased message is not told any more, and what quotes it is told without the quote', async () => {
    const store = await open()
    const instanceId = await addInstance(store)
    const sealer = createSealer(randomBytes(32))
    const told: IncomingMessage[] = []
    const hear = async (news: LineNews) => void (news.type === 'message' && told.push(news.message))
    const news = createNewsDesk({ hear }, () => {})
    const inbox = createInbox({ store, sealer, clock: handClock(), news, instanceId })
    const quoted = { messageId: 'M1', senderJid: null, text: 'oi' }
    for (const message of [MESSAGE, { ...MESSAGE, messageId: 'M2', quoted }, { ...MESSAGE, messageId: 'M3' }]) {
      await store.write(({ sql }) => inbox.keep(message).write(sql))
    }
    await forgetMessages({ store, sealer }, instanceId, { messageIds: ['M1', 'M0'] })
    await inbox.tellLeft()
    await news.drained()
    expect(told.map(({ messageId, quoted, raw }) => [messageId, quoted?.text, raw.length])).toEqual([
      ['M2', '', 0],
      ['M3', undefined, 1],
    ])
  })

  test('the edit of an erased message is not told any more, and one that quotes it goes without the copy', async () => {
    const store = await open()
    const instanceId = await addInstance(store)
    const sealer = createSealer(randomBytes(32))
    const told: IncomingMessage[] = []
    const hear = async (news: LineNews) => void (news.type === 'message' && told.push(news.message))
    const news = createNewsDesk({ hear }, () => {})
    const inbox = createInbox({ store, sealer, clock: handClock(), news, instanceId })
    const edit = (messageId: string): IncomingMessage['content'] => {
      const content = { type: 'text' as const, text: 'segredo' }
      return { type: 'edit', messageId, content, editedAt: 1, raw: Uint8Array.of(1, 2) }
    }
    const quoted = { messageId: 'M1', senderJid: null, text: 'oi' }
    for (const message of [
      { ...MESSAGE, messageId: 'E1', content: edit('M1') },
      { ...MESSAGE, messageId: 'E2', content: edit('M2'), quoted },
    ]) {
      await store.write(({ sql }) => inbox.keep(message).write(sql))
    }
    await forgetMessages({ store, sealer }, instanceId, { messageIds: ['M1'] })
    await inbox.tellLeft()
    await news.drained()
    expect(told).toMatchObject([{ messageId: 'E2', raw: { length: 0 }, content: { raw: { length: 0 } } }])
  })

  test('what an erased person wrote, or was written to them, is not told any more', async () => {
    const store = await open()
    const instanceId = await addInstance(store)
    const sealer = createSealer(randomBytes(32))
    const told: string[] = []
    const hear = async (news: LineNews) => void (news.type === 'message' && told.push(news.message.messageId))
    const news = createNewsDesk({ hear }, () => {})
    const inbox = createInbox({ store, sealer, clock: handClock(), news, instanceId })
    const ana = { jid: null, lid: '7@lid' }
    const bia = { jid: '5511900000009@s.whatsapp.net', lid: null }
    const group = { jid: '1@g.us', lid: null, type: 'group' as const }
    const messages: IncomingMessage[] = [
      { ...MESSAGE, messageId: 'to Ana', chat: { ...ana, type: 'private' }, sender: { ...bia, name: null } },
      { ...MESSAGE, messageId: 'Ana in a group', chat: group, sender: { ...ana, name: 'Ana' } },
      { ...MESSAGE, messageId: 'Bia in a group', chat: group, sender: { ...bia, name: 'Bia' } },
    ]
    for (const message of messages) await store.write(({ sql }) => inbox.keep(message).write(sql))
    await forgetMessages({ store, sealer }, instanceId, { addresses: ['7@lid', '5511900000007@s.whatsapp.net'] })
    await inbox.tellLeft()
    await news.drained()
    expect(told).toEqual(['Bia in a group'])
  })
})

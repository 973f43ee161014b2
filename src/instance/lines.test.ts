import { randomBytes } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import type { Announcement } from '../kernel/event.ts'
import type { Store } from '../platform/db/store.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { createSealer } from '../platform/secret/index.ts'
import type { LineNews, LineState } from '../whatsapp/port.ts'
import { createLines, type LineHandlers, type Lines } from './lines.ts'
import { addAccount, addInstance, ME, standInEngine } from './stand-in-engine.suite.ts'
import { findInstance } from './store.ts'

describeStores((open) => {
  let store: Store
  let standIn: ReturnType<typeof standInEngine>
  let lines: Lines
  let told: Announcement[]
  let heard: string[]
  let announceFails: boolean

  beforeEach(async () => {
    store = await open()
    standIn = standInEngine()
    told = []
    heard = []
    announceFails = false
    const handlers: LineHandlers = {
      onAck: async (instance, news) => void heard.push(`${instance.name} ${news.type} ${news.messageId}`),
      onReceipt: async (instance, news) => void heard.push(`${instance.name} ${news.type}`),
      onMessage: async (instance, news) => void heard.push(`${instance.name} ${news.type}`),
      onCall: async (instance, news) => void heard.push(`${instance.name} ${news.type}`),
      onOpen: () => {},
    }
    const announce = async (_: unknown, announcement: Announcement) => {
      if (announceFails) throw new Error('no room for events')
      told.push(announcement)
    }
    const sealer = createSealer(randomBytes(32))
    lines = createLines({ engine: standIn.engine, store, clock: systemClock, announce, handlers, sealer })
    await addAccount(store)
    await addInstance(store, 'one')
  })

  const state = (state: LineState): LineNews => ({ type: 'state', state })
  const read = async (id: string) => (await findInstance(store.read, id)) ?? expect.unreachable('no such instance')
  const words = () =>
    told.map(({ event }) => (event.type === 'instance.state' ? { ...event.data, timestamp: '' } : event.type))

  test('what a line tells becomes the state of its instance, and events in the same order', async () => {
    lines.of('one')
    await standIn.tell('one', state({ type: 'connecting' }))
    await standIn.tell('one', state({ type: 'linking', code: 'the-qr' }))
    await standIn.tell('one', { type: 'code', qr: 'the-qr' })
    expect((await read('one')).state).toBe('connecting')
    await standIn.tell('one', { type: 'linked', me: ME })
    await standIn.tell('one', state({ type: 'open', me: ME }))
    expect(await read('one')).toMatchObject({
      state: 'connected',
      numberJid: ME.jid,
      numberLid: ME.lid,
      profileName: 'Shop',
    })
    await standIn.tell('one', state({ type: 'waiting', reason: 'connection_lost', retryAt: 5 }))
    expect((await read('one')).state).toBe('disconnected')
    await standIn.tell('one', state({ type: 'ended', reason: 'logged_out' }))
    expect(await read('one')).toMatchObject({ state: 'loggedout', numberJid: null })
    expect(words()).toEqual([
      { state: 'connecting', timestamp: '' },
      { state: 'qr_ready', qr: 'the-qr', timestamp: '' },
      { state: 'pair_success', jid: ME.jid, timestamp: '' },
      { state: 'connected', jid: ME.jid, timestamp: '' },
      { state: 'disconnected', jid: ME.jid, reason: 'connection_lost', timestamp: '' },
      { state: 'logged_out', jid: ME.jid, reason: 'logged_out', timestamp: '' },
    ])
    expect(new Set(told.map(({ orderKey }) => orderKey))).toEqual(new Set(['instance.state']))
  })

  test.for([
    ['banned', 'banned', 'temp_banned'],
    ['replaced', 'disconnected', 'stream_replaced'],
    ['client_outdated', 'disconnected', 'client_outdated'],
    ['passkey_required', 'passkey_required', 'passkey_required'],
    ['server_not_genuine', 'disconnected', 'connect_failure'],
    ['link_expired', 'disconnected', 'disconnected'],
  ] as const)('a line that ends as %s leaves the instance %s and tells %s', async ([reason, shown, word]) => {
    lines.of('one')
    await standIn.tell('one', state({ type: 'ended', reason }))
    expect((await read('one')).state).toBe(shown)
    expect(words()).toEqual([{ state: word, reason, timestamp: '' }])
  })

  test('a state whose event cannot be kept is not kept either', async () => {
    lines.of('one')
    announceFails = true
    await expect(standIn.tell('one', state({ type: 'open', me: ME }))).rejects.toThrow('no room for events')
    expect(await read('one')).toMatchObject({ state: 'disconnected', numberJid: null })
  })

  test('news of messages go to their handlers with the instance as it is now', async () => {
    lines.of('one')
    await standIn.tell('one', { type: 'ack', messageId: 'M1', chat: 'c', failure: null, at: 1 })
    await standIn.tell('one', { type: 'receipt', messageIds: [], chat: ME, from: null, status: 'read', at: 1 })
    expect(heard).toEqual(['one ack M1', 'one receipt'])
  })

  test('a line is connected only while it is open', async () => {
    expect(() => lines.connected('one')).toThrow('Instance is not connected to WhatsApp')
    const line = lines.of('one')
    expect(() => lines.connected('one')).toThrow('Instance is not connected to WhatsApp')
    await standIn.tell('one', state({ type: 'open', me: ME }))
    expect(lines.connected('one')).toBe(line)
    expect(lines.of('one')).toBe(line)
  })

  test('a released line is not heard any more, nor is that of an instance that is gone', async () => {
    lines.of('one')
    lines.release('one')
    await standIn.tell('one', state({ type: 'ended', reason: 'logged_out' }))
    lines.of('nobody')
    await standIn.tell('nobody', state({ type: 'open', me: ME }))
    await standIn.tell('nobody', { type: 'ack', messageId: 'M1', chat: 'c', failure: null, at: 1 })
    expect([(await read('one')).state, told, heard]).toEqual(['disconnected', [], []])
  })

  test('a message that was acknowledged while its line was taken away is kept', async () => {
    lines.of('one')
    lines.release('one')
    await standIn.tell('one', {
      type: 'message',
      message: {
        messageId: 'M2',
        delivery: 'live',
        chat: { ...ME, type: 'private' },
        sender: ME,
        isFromMe: false,
        at: 1,
        content: { type: 'text', text: 'adeus' },
        raw: new Uint8Array(),
        quoted: null,
      },
    })
    expect(heard).toEqual(['one message'])
  })

  test('at the start linked instances are dialled, and none is shown as connected before it is', async () => {
    await addInstance(store, 'two')
    standIn.linked.add('two')
    lines.of('two')
    await standIn.tell('two', state({ type: 'open', me: ME }))
    lines.release('two')
    await lines.recover()
    await lines.start()
    expect(standIn.dialled).toEqual(['two'])
    expect((await read('two')).state).toBe('disconnected')
  })

  test('what a number received before it was logged out is told at the next start', async () => {
    await addInstance(store, 'two')
    standIn.linked.add('two')
    await lines.recover()
    await lines.start()
    expect([standIn.looked, standIn.dialled]).toEqual([['one'], ['two']])
  })

  test('many linked instances are dialled a few at a time, two when one has arrived', async () => {
    const ids = Array.from({ length: 14 }, (_, index) => `n${String(index).padStart(2, '0')}`)
    for (const id of ids) {
      await addInstance(store, id)
      standIn.linked.add(id)
    }
    await lines.recover()
    await lines.start()
    expect(standIn.dialled).toEqual(ids.slice(0, 8))
    await standIn.tell('n03', state({ type: 'connecting' }))
    expect(standIn.dialled).toHaveLength(8)
    await standIn.tell('n03', state({ type: 'open', me: ME }))
    await standIn.tell('n01', state({ type: 'waiting', reason: 'connection_lost', retryAt: 5 }))
    lines.release('n00')
    expect(standIn.dialled).toEqual(ids.slice(0, 13))
    await lines.stop()
    expect(standIn.dialled).toEqual(ids.slice(0, 13))
  })

  test('what is known already is not told again, and a reason goes when its state does', async () => {
    lines.of('one')
    const waiting = state({ type: 'waiting', reason: 'connection_lost', retryAt: 5 })
    for (const news of [waiting, waiting, state({ type: 'connecting' }), state({ type: 'connecting' })]) {
      await standIn.tell('one', news)
    }
    await standIn.tell('one', state({ type: 'linking', code: 'the-qr' }))
    expect(words()).toEqual([
      { state: 'disconnected', reason: 'connection_lost', timestamp: '' },
      { state: 'connecting', timestamp: '' },
    ])
    expect((await read('one')).stateReason).toBeNull()
    await standIn.tell('one', state({ type: 'ended', reason: 'link_expired' }))
    expect((await read('one')).stateReason).toBe('link_expired')
  })

  test.for([
    ['acc', 'number_linked_elsewhere'],
    ['other', 'number_refused'],
  ])('a number that an instance of %s has is disowned: %s', async ([accountId, reason]) => {
    if (accountId !== 'acc') await addAccount(store, accountId)
    await addInstance(store, 'two', accountId)
    for (const id of ['one', 'two']) lines.of(id)
    await standIn.tell('two', { type: 'linked', me: ME })
    await standIn.tell('one', { type: 'linked', me: ME })
    await standIn.tell('one', state({ type: 'open', me: ME }))
    expect(standIn.disowned).toEqual([`one ${reason}`, `one ${reason}`])
    expect(await read('one')).toMatchObject({ state: 'disconnected', isLinked: false, numberJid: null })
    expect(await read('two')).toMatchObject({ isLinked: true, numberJid: ME.jid })
    expect(words()).toEqual([{ state: 'pair_success', jid: ME.jid, timestamp: '' }])
  })

  test('two instances that had one number before are both left with it', async () => {
    await addInstance(store, 'two')
    await store.write(({ sql }) => sql.updateTable('instance').set({ linked: 1, number_jid: ME.jid }).execute())
    for (const id of ['one', 'two']) {
      lines.of(id)
      await standIn.tell(id, state({ type: 'open', me: ME }))
    }
    expect(standIn.disowned).toEqual([])
  })
})

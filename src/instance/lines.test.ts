import { beforeEach, expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import type { Announcement } from '../kernel/event.ts'
import type { Store } from '../platform/db/store.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import type { Engine, LineListener, LineNews, LineState } from '../whatsapp/port.ts'
import { changeSettings, DEFAULT_SETTINGS } from './domain/settings.ts'
import { createLines, type LineHandlers, type Lines } from './lines.ts'
import { findInstance, insertInstance } from './store.ts'

const ME = { jid: '5511900000001@s.whatsapp.net', lid: '100000000000001@lid', name: 'Shop' }

/** An engine whose lines do nothing but what the test says. */
function standInEngine() {
  const listeners = new Map<string, LineListener>()
  const states = new Map<string, LineState>()
  const dialled: string[] = []
  const looked: string[] = []
  const linked = new Set<string>()
  const engine: Engine = {
    capabilities: { forms: true, pairingCode: true },
    compose: () => new Uint8Array(),
    isLinked: async (id) => linked.has(id),
    forget: async () => {},
    takeDevice: async () => null,
    bringDevice: async () => {},
    forgetMessages: async () => {},
    line(id, listener) {
      listeners.set(id, listener)
      states.delete(id)
      return {
        get state() {
          return states.get(id) ?? { type: 'idle' }
        },
        connect: () => void dialled.push(id),
        requestPairingCode: async () => 'ABCD1234',
        lookUp: async () => [],
        contactOf: async () => null,
        group: async () => null,
        send: async () => {},
        showTyping: async () => {},
        markRead: async () => {},
        setOnline: async () => true,
        rejectCall: async () => {},
        logOut: async () => {},
        disown: () => {},
        close: async () => {},
        tellLeft: async () => void looked.push(id),
      }
    },
  }
  return {
    engine,
    dialled,
    looked,
    linked,
    async tell(id: string, news: LineNews) {
      if (news.type === 'state') states.set(id, news.state)
      await listeners.get(id)?.hear(news)
    },
  }
}

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
    lines = createLines({ engine: standIn.engine, store, clock: systemClock, announce, handlers })
    await store.write(async ({ sql }) => {
      await sql.insertInto('account').values({ id: 'acc', name: 'a', token_hash: 'h', created_at: 1 }).execute()
    })
    await insert('one')
  })

  function insert(id: string) {
    return store.write(({ sql }) =>
      insertInstance(sql, {
        id,
        account_id: 'acc',
        name: id,
        token_hash: `hash of ${id}`,
        sealed_token: new Uint8Array([1]),
        state: 'disconnected',
        linked: 0,
        number_jid: null,
        number_lid: null,
        profile_name: null,
        settings: JSON.stringify(changeSettings(DEFAULT_SETTINGS, {})),
        state_reason: null,
        sealed_proxy: null,
        parked_at: null,
        restricted_at: null,
        created_at: 1,
        updated_at: 1,
      }),
    )
  }

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
    await insert('two')
    standIn.linked.add('two')
    lines.of('two')
    await standIn.tell('two', state({ type: 'open', me: ME }))
    lines.release('two')
    await lines.start()
    expect(standIn.dialled).toEqual(['two'])
    expect((await read('two')).state).toBe('disconnected')
  })

  test('what a number received before it was logged out is told at the next start', async () => {
    await insert('two')
    standIn.linked.add('two')
    await lines.start()
    expect([standIn.looked, standIn.dialled]).toEqual([['one'], ['two']])
  })

  test('many linked instances are dialled a few at a time, the next when one has arrived', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `n${String(index).padStart(2, '0')}`)
    for (const id of ids) {
      await insert(id)
      standIn.linked.add(id)
    }
    await lines.start()
    expect(standIn.dialled).toEqual(ids.slice(0, 8))
    await standIn.tell('n03', state({ type: 'connecting' }))
    expect(standIn.dialled).toHaveLength(8)
    await standIn.tell('n03', state({ type: 'open', me: ME }))
    await standIn.tell('n01', state({ type: 'waiting', reason: 'connection_lost', retryAt: 5 }))
    lines.release('n00')
    expect(standIn.dialled).toEqual(ids.slice(0, 11))
    await lines.stop()
    expect(standIn.dialled).toEqual(ids.slice(0, 11))
  })
})

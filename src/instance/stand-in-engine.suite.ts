import type { Store } from '../platform/db/store.ts'
import type { Engine, LineListener, LineNews, LineState } from '../whatsapp/port.ts'
import { changeSettings, DEFAULT_SETTINGS } from './domain/settings.ts'
import { insertInstance } from './store.ts'

export const ME = { jid: '5511900000001@s.whatsapp.net', lid: '100000000000001@lid', name: 'Shop' }

/** An engine whose lines do nothing but what the test says. */
export function standInEngine() {
  const listeners = new Map<string, LineListener>()
  const states = new Map<string, LineState>()
  const dialled: string[] = []
  const disowned: string[] = []
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
        requestPairingCode: (digits) => standIn.pairingCode(digits),
        lookUp: async () => [],
        contactOf: async () => null,
        group: async () => null,
        send: async () => {},
        showTyping: async () => {},
        markRead: async () => {},
        setOnline: async () => true,
        rejectCall: async () => {},
        logOut: async () => {},
        disown: (reason) => void disowned.push(`${id} ${reason}`),
        close: async () => {},
        tellLeft: async () => void looked.push(id),
      }
    },
  }
  const standIn = {
    engine,
    dialled,
    disowned,
    looked,
    linked,
    pairingCode: async (_digits: string) => 'ABCD1234',
    /** Changes the state of a line, which is ahead of its news. */
    become: (id: string, state: LineState) => void states.set(id, state),
    async tell(id: string, news: LineNews) {
      if (news.type === 'state') states.set(id, news.state)
      await listeners.get(id)?.hear(news, () => {})
    },
  }
  return standIn
}

/** Makes the account that the instances of a test belong to. */
export function addAccount(store: Store, id = 'acc'): Promise<void> {
  return store.write(async ({ sql }) => {
    await sql
      .insertInto('account')
      .values({ id, name: id, token_hash: `hash of ${id}`, created_at: 1 })
      .execute()
  })
}

export function addInstance(store: Store, id: string, accountId = 'acc') {
  return store.write(({ sql }) =>
    insertInstance(sql, {
      id,
      account_id: accountId,
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
      banned_until: null,
      state_at: null,
      created_at: 1,
      updated_at: 1,
    }),
  )
}

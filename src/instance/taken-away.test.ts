import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import type { Store } from '../platform/db/store.ts'
import { openTestStore } from '../platform/db/test-store.suite.ts'
import { createSealer } from '../platform/secret/index.ts'
import { configureProxy } from './configure-proxy.ts'
import { reconnectInstance } from './end-instance.ts'
import { createLines, type Lines } from './lines.ts'
import { addAccount, addInstance, standInEngine } from './stand-in-engine.suite.ts'
import type { Instance } from './store.ts'

let store: Store
let remove: () => Promise<void>
let standIn: ReturnType<typeof standInEngine>
let lines: Lines
let instance: Instance
const sealer = createSealer(randomBytes(32))

beforeEach(async () => {
  ;({ store, remove } = await openTestStore('sqlite'))
  standIn = standInEngine()
  standIn.linked.add('one')
  const nobody = async () => {}
  const handlers = { onAck: nobody, onReceipt: nobody, onMessage: nobody, onCall: nobody, onOpen: () => {} }
  lines = createLines({ engine: standIn.engine, store, clock: systemClock, announce: nobody, handlers, sealer })
  await addAccount(store)
  instance = await addInstance(store, 'one')
  standIn.become('one', { type: 'open', me: { jid: null, lid: null } })
  // Somebody logs the instance out while its line is closed for another reason.
  Object.assign(lines.of('one'), { close: async () => void lines.release('one') })
  standIn.become('one', { type: 'open', me: { jid: null, lid: null } })
})

afterEach(() => remove())

test('a line that is logged out while it is reconnected is not dialled', async () => {
  await reconnectInstance({ engine: standIn.engine, lines, store, settingsChanged: () => {} }, instance)
  expect(standIn.dialled).toEqual([])
})

test('a line that is logged out while its proxy changes is not dialled', async () => {
  const egress = { checkHost: async () => ({ type: 'open' as const }) }
  const deps = { store, clock: systemClock, tokens: { sealer }, egress, lines }
  const none = { enabled: undefined, protocol: undefined, username: undefined, password: undefined }
  await configureProxy(deps, 'one', { ...none, host: 'proxy.example', port: 8080 })
  expect(standIn.dialled).toEqual([])
})

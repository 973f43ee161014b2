import { randomBytes } from 'node:crypto'
import { Curve } from '@whiskeysockets/baileys'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { type Chains, startServer } from '../../sandbox/src/server/server.ts'
import { createWorld } from '../../sandbox/src/server/world.ts'
import { signChain } from '../../sandbox/src/wire/certificate.ts'
import { openTestStore } from '../../src/platform/db/test-store.suite.ts'
import { listen } from '../../src/whatsapp/port-rig.suite.ts'
import { baileysWorld } from './world.ts'

const endings: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const end of endings.splice(0)) await end()
})

/** A line that dials a server which shows these certificates. */
async function dial(certificates: (root: ReturnType<typeof Curve.generateKeyPair>, ownKey: Uint8Array) => Buffer) {
  const root = Curve.generateKeyPair()
  const staticKey = Curve.generateKeyPair()
  const logger = pino({ level: 'silent' })
  const world = createWorld({
    staticKey,
    logger,
    clock: Date.now,
    random: randomBytes,
    changed: () => undefined,
    seed: 1,
  })
  const chain = certificates(root, staticKey.public)
  const chains: Chains = { phones: chain, companions: chain }
  const server = await startServer(world, chains, 0)
  const { store, remove } = await openTestStore('sqlite')
  const rootKey = Buffer.from(root.public).toString('hex')
  const engines = baileysWorld({ controlUrl: '', whatsappUrl: server.url, rootKey }, store)
  const heard = listen(engines.start(), await engines.addInstance())
  endings.push(
    () => heard.line.close(),
    () => server.close(),
    remove,
  )
  heard.line.connect()
  return heard
}

test('a chain for the server’s own key is accepted', async () => {
  const { heard } = await dial((root, ownKey) => signChain(root, ownKey))
  await heard('code')
})

test('a genuine chain that was copied from another server is refused', async () => {
  const { heard, news } = await dial((root) => signChain(root, Curve.generateKeyPair().public))
  const { state } = await heard('state', (told) => told.state.type === 'ended')
  expect(state).toEqual({ type: 'ended', reason: 'server_not_genuine' })
  expect(news.some(({ type }) => type === 'code')).toBe(false)
})

test('a chain that another root signed is refused', async () => {
  const { heard } = await dial((_root, ownKey) => signChain(Curve.generateKeyPair(), ownKey))
  const { state } = await heard('state', (told) => told.state.type === 'ended')
  expect(state).toEqual({ type: 'ended', reason: 'server_not_genuine' })
})

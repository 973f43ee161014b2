import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/src/index.ts'
import { openTestStore } from '../../src/platform/db/test-store.suite.ts'
import { type EngineWorld, outgoing, text, until } from '../../src/whatsapp/port-rig.suite.ts'
import { correspond } from './incoming.ts'
import { baileysWorld } from './world.ts'

let sandbox: Sandbox
let opened: Awaited<ReturnType<typeof openTestStore>>
let world: EngineWorld

beforeAll(async () => {
  sandbox = await startSandbox()
  opened = await openTestStore('sqlite')
  world = baileysWorld(sandbox, opened.store)
})

afterAll(async () => {
  await opened.remove()
  await sandbox.close()
})

async function keysOf(instanceId: string): Promise<string[]> {
  const rows = await opened.store.read
    .selectFrom('signal_key')
    .select(['kind', 'id', 'sealed'])
    .where('instance_id', '=', instanceId)
    .where('kind', 'in', ['session', 'identity-key', 'sender-key', 'lid-mapping', 'pre-key', 'app-state-sync-key'])
    .orderBy('kind')
    .orderBy('id')
    .execute()
  return rows.map(({ kind, id, sealed }) => `${kind} ${id} ${Buffer.from(sealed).toString('base64')}`)
}

/** A sender key as libsignal writes one: version, id 1, iteration 0, chain key, signing key. */
const SENDER_KEY = Buffer.concat([
  Buffer.of(0x33, 0x08, 1, 0x10, 0, 0x1a, 32),
  Buffer.alloc(32, 7),
  Buffer.of(0x22, 33, 5),
  Buffer.alloc(32, 9),
]).toString('base64')

const DISTRIBUTION = { axolotlSenderKeyDistributionMessage: SENDER_KEY, groupId: '120363000000000009@g.us' }

test('what is not encrypted changes no session, no sender key and no mapping, in private and in groups', async () => {
  for (const way of ['in private', 'in a group'] as const) {
    const { linked, person, chat, write, receipts } = await correspond(world, way)
    await linked.message(await write('um'))
    await linked.message(await write('dois'))
    const before = await keysOf(linked.instanceId)
    const hostile = [
      { conversation: 'chave', senderKeyDistributionMessage: { ...DISTRIBUTION, groupId: chat } },
      { deviceSentMessage: { message: { conversation: 'x', senderKeyDistributionMessage: DISTRIBUTION } } },
    ]
    for (const message of hostile) {
      const { id } = await person.post('send', { to: chat, message, encrypted: false })
      await until(async () => (await receipts(String(id))).length > 0, 'it is acknowledged')
    }
    expect(await keysOf(linked.instanceId)).toEqual(before)
    // The conversation goes on where it was.
    expect((await linked.message(await write('três'))).content).toEqual({ type: 'text', text: 'três' })
    await linked.line.close()
  }
})

test('a message without encryption from the number itself is acknowledged and told to nobody', async () => {
  const { linked, person, write, receipts, timesTold } = await correspond(world, 'in private')
  const forged = { to: person.phone, message: { conversation: 'eu?' }, encrypted: false }
  const id = String((await linked.owner.post('send', forged))['id'])
  await until(async () => (await receipts(id)).length > 0, 'it is acknowledged')
  await linked.message(await write('depois'))
  expect(timesTold(id)).toBe(0)
  const reply = outgoing(linked, person.jid, text('oi'))
  await linked.line.send(reply)
  await person.received(reply.messageId)
  await linked.line.close()
})

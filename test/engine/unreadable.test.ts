import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/src/index.ts'
import { openTestStore } from '../../src/platform/db/test-store.suite.ts'
import {
  addPerson,
  control,
  type EngineWorld,
  linkNumber,
  outgoing,
  text,
  until,
} from '../../src/whatsapp/port-rig.suite.ts'
import { correspond } from './incoming.ts'
import { baileysWorld } from './world.ts'

let sandbox: Sandbox
let opened: Awaited<ReturnType<typeof openTestStore>>
let world: EngineWorld
const counted = new Map<string, number>()

beforeAll(async () => {
  sandbox = await startSandbox()
  opened = await openTestStore('sqlite')
  const note = (_: string, incident: string) => void counted.set(incident, (counted.get(incident) ?? 0) + 1)
  world = baileysWorld(sandbox, opened.store, { note })
})

beforeEach(() => counted.clear())

afterAll(async () => {
  await opened.remove()
  await sandbox.close()
})

/** More than anybody is asked for at once. */
const NOISES = 400

/** A chat at rest: both sides have heard of each other, so that nothing but a session is in use. */
async function conversation(way: 'in private' | 'in a group') {
  const one = await correspond(world, way)
  const { linked, person, chat, write } = one
  await linked.message(await write('oi'))
  const reply = outgoing(linked, person.jid, text('olá'))
  await linked.line.send(reply)
  await person.received(reply.messageId)
  await linked.message(await write('tudo bem?'))
  counted.clear()
  const garble = async (garbled: 'once' | 'noise', words = 'perdido') =>
    String((await person.post('send', { to: chat, message: { conversation: words }, garbled }))['id'])
  return { ...one, garble }
}

test.each(['in private', 'in a group'] as const)(
  '%s: a message that cannot be read is asked for, comes with a new session, and is told once',
  async (way) => {
    const { linked, person, write, garble, receipts, timesTold } = await conversation(way)
    const id = await garble('once')
    expect((await linked.message(id)).content).toEqual({ type: 'text', text: 'perdido' })
    // In a group the sender's key was the trouble: it comes by the session that there is, or by a new one.
    const renewed = way === 'in private' ? { session_renewed: 1 } : {}
    expect(Object.fromEntries(counted)).toMatchObject({ undecryptable: 1, resend_asked: 1, ...renewed })
    expect(counted.get('resend_given_up')).toBeUndefined()
    await linked.message(await write('e agora?'))
    const reply = outgoing(linked, person.jid, text('agora sim'))
    await linked.line.send(reply)
    await person.received(reply.messageId)
    await until(async () => (await receipts(id)).some(({ type }) => type === 'delivered'), 'it is acknowledged')
    expect(timesTold(id)).toBe(1)
    expect(counted.get('undecryptable')).toBe(1)
    await linked.line.close()
  },
)

test('noise without end costs bounded requests and no keys, and holds nobody else up', async () => {
  const { linked, garble } = await conversation('in private')
  const ana = await addPerson(world)
  const keysBefore = await keysOf(linked.instanceId)
  for (let at = 0; at < NOISES; at++) await garble('noise')
  const { id } = await ana.post('text', { to: linked.owner.phone, text: 'ainda aí?' })
  await linked.message(id)
  expect(counted.get('undecryptable')).toBe(NOISES)
  const asked = counted.get('resend_asked') ?? 0
  expect(asked).toBeGreaterThanOrEqual(256)
  expect(asked).toBeLessThan(NOISES)
  expect(counted.get('resend_given_up')).toBe(NOISES - asked)
  const { receipts } = await control(world, `receipts?account=${linked.owner.phone}&after=0&waitMs=0`)
  const retries = (receipts as { type?: string }[]).filter(({ type }) => type === 'retry')
  expect(retries.length).toBe(asked)
  // Ana's first message took the one that she was given.
  expect(await keysOf(linked.instanceId)).toBe(keysBefore - 1)
  await linked.line.close()
})

test('a message too large to be read is told as such, and the next one follows', async () => {
  const linked = await linkNumber(world)
  const eve = await addPerson(world)
  const send = (message: object, encrypted = true) => eve.post('send', { to: linked.owner.phone, message, encrypted })
  const many = Array.from({ length: 75_000 }, (_, at) => `55119${10_000_000 + at}@s.whatsapp.net`)
  const mentions = { extendedTextMessage: { text: 'todos', contextInfo: { mentionedJid: many } } }
  const huge = await send({ conversation: 'x'.repeat(2_200_000) })
  const nested = await send(mentions, false)
  const long = await send({ conversation: 'y'.repeat(1_500_000) })
  const deep = Array.from({ length: 60 }).reduce<object>((message) => ({ ephemeralMessage: { message } }), {})
  await send(deep)
  const { id } = await eve.post('text', { to: linked.owner.phone, text: 'e esta?' })
  await linked.message(id)
  expect(await linked.message(huge['id'])).toMatchObject({
    content: { type: 'other', kind: 'oversized', text: '' },
    sender: { jid: eve.jid },
    raw: { length: 0 },
  })
  expect(await linked.message(nested['id'])).toMatchObject({ content: { kind: 'oversized' }, raw: { length: 0 } })
  const told = await linked.message(long['id'])
  expect([told.content.type, told.raw.length]).toEqual(['text', 0])
  expect(counted.get('oversized')).toBe(3)
  await until(async () => (await inboxSize()) === 0, 'nothing is left in the inbox')
  await linked.line.close()
})

async function inboxSize(): Promise<number> {
  return (await opened.store.read.selectFrom('inbox').select('seq').execute()).length
}

async function keysOf(instanceId: string): Promise<number> {
  const rows = await opened.store.read
    .selectFrom('signal_key')
    .select('id')
    .where('instance_id', '=', instanceId)
    .where('kind', '=', 'pre-key')
    .execute()
  return rows.length
}

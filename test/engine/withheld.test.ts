import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/src/index.ts'
import { openTestStore } from '../../src/platform/db/test-store.suite.ts'
import { control, type EngineWorld, restart, until } from '../../src/whatsapp/port-rig.suite.ts'
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

test.each(['in private', 'in a group'] as const)(
  '%s: what our phone gives, because it came without content, outlives a process that acknowledged it and told nobody',
  async (way) => {
    const { linked, person, chat, write } = await correspond(world, way)
    await linked.line.close()
    const dead = world
      .start()
      .line(linked.instanceId, { hear: ({ type }) => (type === 'message' ? new Promise(() => {}) : Promise.resolve()) })
    dead.connect()
    await until(() => dead.state.type === 'open', 'open')
    await control(world, 'faults', { account: linked.owner.phone, withheld: true })
    const seen = async () => {
      const { receipts } = await control(world, `receipts?account=${linked.owner.phone}&after=0&waitMs=0`)
      return (receipts as { id: string; type: string }[]).filter(({ type }) => type === 'peer_msg').length
    }
    const before = await seen()
    const id = await write('sem conteúdo')
    await until(async () => (await seen()) > before, 'the answer of our phone is acknowledged')
    await dead.close()

    await control(world, 'faults', { account: linked.owner.phone })
    const next = await restart(world, linked)
    expect(await next.message(id)).toMatchObject({
      chat: way === 'in private' ? { jid: person.jid, lid: person.lid, type: 'private' } : { jid: chat, type: 'group' },
      sender: { jid: person.jid, lid: person.lid },
      isFromMe: false,
      content: { type: 'text', text: 'sem conteúdo' },
    })
    await next.line.close()
  },
)

test('what came without content is asked for again when the connection broke before our phone was asked', async () => {
  const { linked, person, write } = await correspond(world, 'in private')
  const account = linked.owner.phone
  await control(world, 'faults', { account, withheld: true })
  const id = await write('pela metade')
  const acknowledged = async () => {
    const { receipts } = await control(world, `receipts?account=${account}&after=0&waitMs=0`)
    return (receipts as { id: string; class: string }[]).some((one) => one.class === 'ack' && one.id === id)
  }
  await until(acknowledged, 'the empty message is acknowledged')
  await control(world, 'faults', { account, withheld: true, drop: 'kill' })
  expect(await linked.message(id)).toMatchObject({
    sender: { jid: person.jid },
    content: { type: 'text', text: 'pela metade' },
  })
  await control(world, 'faults', { account })
  await linked.line.close()
})

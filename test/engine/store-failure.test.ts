import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/src/index.ts'
import { describeStores } from '../../src/platform/db/test-store.suite.ts'
import {
  addPerson,
  control,
  type EngineWorld,
  type Linked,
  linkNumber,
  outgoing,
  text,
  until,
} from '../../src/whatsapp/port-rig.suite.ts'
import { onDisk } from './disk.ts'
import { baileysWorld } from './world.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})

afterAll(() => sandbox.close())

async function acknowledged(world: EngineWorld, { owner }: Linked): Promise<unknown[]> {
  const { receipts } = await control(world, `receipts?account=${owner.phone}&after=0&waitMs=0`)
  return (receipts as { id: string }[]).map(({ id }) => id)
}

describeStores((open) => {
  test('what cannot be kept is not acknowledged, and is told when the disk has room again', async () => {
    const { disk, store } = onDisk(await open())
    const world = baileysWorld(sandbox, store)
    const linked = await linkNumber(world)
    const ana = await addPerson(world)
    const first = await ana.post('text', { to: linked.owner.phone, text: 'um' })
    await linked.message(first['id'])

    disk.isFull = true
    const second = await ana.post('text', { to: linked.owner.phone, text: 'dois' })
    const { state } = await linked.heard('state', (told) => told.state.type === 'waiting')
    expect(state).toMatchObject({ reason: 'store_failed' })
    expect(await acknowledged(world, linked)).not.toContain(second['id'])

    disk.isFull = false
    expect((await linked.message(second['id'])).content).toEqual({ type: 'text', text: 'dois' })
    await until(async () => (await acknowledged(world, linked)).includes(second['id']), 'it is acknowledged')
    await linked.line.close()
  })

  test('a message whose keys cannot be read is not acknowledged, and is told when they can', async () => {
    const { disk, store } = onDisk(await open())
    const world = baileysWorld(sandbox, store)
    const linked = await linkNumber(world)
    const ana = await addPerson(world)

    disk.isUnreadable = true
    const first = await ana.post('text', { to: linked.owner.phone, text: 'um' })
    const { state } = await linked.heard('state', (told) => told.state.type === 'waiting')
    expect(state).toMatchObject({ reason: 'store_failed' })
    expect(await acknowledged(world, linked)).not.toContain(first['id'])

    disk.isUnreadable = false
    expect((await linked.message(first['id'])).content).toEqual({ type: 'text', text: 'um' })
    await linked.line.close()
  })

  test('what cannot be kept is not sent either', async () => {
    const { disk, store } = onDisk(await open())
    const world = baileysWorld(sandbox, store)
    const linked = await linkNumber(world)
    const ana = await addPerson(world)
    const before = outgoing(linked, ana.jid, text('antes'))
    await linked.line.send(before)
    await ana.received(before.messageId)

    disk.isFull = true
    const lost = outgoing(linked, ana.jid, text('perdida'))
    await expect(linked.line.send(lost)).rejects.toMatchObject({ name: 'SendRefused' })
    expect((await linked.heard('state', (told) => told.state.type === 'waiting')).state).toMatchObject({
      reason: 'store_failed',
    })
    disk.isFull = false
    await until(() => linked.line.state.type === 'open', 'open again')
    const after = outgoing(linked, ana.jid, text('depois'))
    await linked.line.send(after)
    expect((await ana.received(after.messageId)).message).toMatchObject({ conversation: 'depois' })
    await expect(ana.received(lost.messageId, 1, 300)).rejects.toThrow('not within')
    await linked.line.close()
  })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/src/index.ts'
import { describeStores } from '../../src/platform/db/test-store.suite.ts'
import {
  addPerson,
  control,
  type EngineWorld,
  type Linked,
  linkNumber,
  listen,
  until,
} from '../../src/whatsapp/port-rig.suite.ts'
import { onDisk } from './disk.ts'
import { baileysWorld } from './world.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})

afterAll(() => sandbox.close())

/** A number to which some people have written before, each of them once. */
async function meet(world: EngineWorld, count: number) {
  const linked = await linkNumber(world)
  const people = await Promise.all(Array.from({ length: count }, () => addPerson(world)))
  const write = async (from: number, text: string) => {
    const sent = await people[from]?.post('text', { to: linked.owner.phone, text })
    return String(sent?.['id'])
  }
  const ids: string[] = []
  for (const from of people.keys()) ids.push(await write(from, 'oi'))
  for (const id of ids) await linked.message(id)
  return { linked, write }
}

const idsOf = ({ news }: Pick<Linked, 'news'>) =>
  news.flatMap((told) => (told.type === 'message' ? [told.message.messageId] : []))

async function receiptsOf(world: EngineWorld, { line, owner }: Linked): Promise<string[]> {
  // The server reads in order: when it has answered this question, it has read all that was written before.
  await line.lookUp(['999999999999']).catch(() => [])
  const { receipts } = await control(world, `receipts?account=${owner.phone}&after=0&waitMs=0`)
  return (receipts as { id: string }[]).map(({ id }) => id)
}

describeStores((open) => {
  test('messages of several people wait for the disk together, and are told and acknowledged in their order', async () => {
    const { disk, store } = onDisk(await open())
    const world = baileysWorld(sandbox, store)
    const { linked, write } = await meet(world, 4)
    disk.hold()
    const ids = [await write(0, 'um'), await write(1, 'dois'), await write(2, 'três'), await write(3, 'quatro')]
    await until(() => disk.waiting() >= 4, 'all are to become durable')
    expect(idsOf(linked)).toEqual(expect.not.arrayContaining(ids))
    const early = await receiptsOf(world, linked)
    expect(early.filter((id) => ids.includes(id))).toEqual([])
    disk.letGo()
    for (const id of ids) await linked.message(id)
    expect(idsOf(linked).slice(-4)).toEqual(ids)
    await until(async () => (await receiptsOf(world, linked)).filter((id) => ids.includes(id)).length >= 4, 'receipts')
    expect((await receiptsOf(world, linked)).filter((id) => ids.includes(id))).toEqual(ids)
    await linked.line.close()
  })

  test('several messages of one person are read one after another, beside those of others', async () => {
    const { disk, store } = onDisk(await open())
    const world = baileysWorld(sandbox, store)
    const { linked, write } = await meet(world, 2)
    disk.hold()
    const ids = [await write(0, 'um'), await write(0, 'dois'), await write(1, 'três'), await write(0, 'quatro')]
    await until(() => disk.waiting() >= 2, 'the first of each is to become durable')
    expect(disk.waiting()).toBe(2)
    disk.letGo()
    for (const id of ids) await linked.message(id)
    expect(idsOf(linked).slice(-4)).toEqual(ids)
    await linked.line.close()
  })

  test('what became durable before its turn, and was not acknowledged when the process died, is told once', async () => {
    const { disk, store } = onDisk(await open())
    const world = baileysWorld(sandbox, store)
    const { linked, write } = await meet(world, 4)
    disk.hold()
    const ids = [await write(0, 'um'), await write(1, 'dois'), await write(2, 'três'), await write(3, 'quatro')]
    await until(() => disk.waiting() >= 4, 'all are to become durable')
    // Two more become durable, and nobody ever hears of the second.
    disk.dyingIn = 2
    disk.letGo()
    await until(() => disk.isDead(), 'the process dies')
    linked.line.close().catch(() => {})
    const acknowledged = await receiptsOf(world, linked)
    expect(acknowledged.filter((id) => ids.slice(1).includes(id))).toEqual([])

    disk.dyingIn = null
    const next = listen(world.start(), linked.instanceId)
    next.line.connect()
    for (const id of ids.slice(1)) await next.message(id)
    const told = idsOf(next).filter((id) => ids.slice(1).includes(id))
    expect(told).toEqual(ids.slice(1))
    expect(idsOf(linked).filter((id) => ids.slice(1).includes(id))).toEqual([])
    await next.line.close()
  })
})

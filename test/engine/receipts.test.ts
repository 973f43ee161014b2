import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/src/index.ts'
import { describeStores } from '../../src/platform/db/test-store.suite.ts'
import { control, isOpen, listen, restart, until } from '../../src/whatsapp/port-rig.suite.ts'
import { onDisk } from './disk.ts'
import { correspond, WAYS } from './incoming.ts'
import { baileysWorld } from './world.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})

afterAll(() => sandbox.close())

const DELIVERED = { class: 'receipt', type: 'delivered' }

describeStores((open) => {
  test.each(WAYS)('%s: nothing is acknowledged or told before the message is durable', async (way) => {
    const { disk, store } = onDisk(await open())
    const { linked, write, receipts, timesTold } = await correspond(baileysWorld(sandbox, store), way)
    await linked.message(await write('um'))

    disk.hold()
    const id = await write('dois')
    await until(() => disk.waiting() > 0, 'something is to become durable')
    expect(await receipts(id)).toEqual([])
    expect(timesTold(id)).toBe(0)
    disk.letGo()
    await linked.message(id)
    await until(async () => (await receipts(id)).length > 0, 'it is acknowledged')
    expect(await receipts(id)).toEqual([DELIVERED])
    await linked.line.close()
  })

  test.each(WAYS)('%s: what cannot be kept is not acknowledged, and comes once when it can', async (way) => {
    const { disk, store } = onDisk(await open())
    const { linked, write, receipts, timesTold } = await correspond(baileysWorld(sandbox, store), way)
    await linked.message(await write('um'))

    disk.isFull = true
    const ids = [await write('dois'), await write('três'), await write('quatro')]
    const { state } = await linked.heard('state', (told) => told.state.type === 'waiting')
    expect(state).toMatchObject({ reason: 'store_failed' })
    for (const id of ids) expect(await receipts(id)).toEqual([])

    disk.isFull = false
    for (const id of ids) await linked.message(id)
    for (const id of ids) {
      await until(async () => (await receipts(id)).length > 0, 'it is acknowledged')
      expect(await receipts(id)).toEqual([DELIVERED])
      expect(timesTold(id)).toBe(1)
    }
    await linked.line.close()
  })

  test.each(WAYS)('%s: the process ends between commit and receipt; the copy is acknowledged', async (way) => {
    const { disk, store } = onDisk(await open())
    const world = baileysWorld(sandbox, store)
    const { linked, write, receipts } = await correspond(world, way)
    await linked.message(await write('um'))
    await until(async () => (await inboxOf(store)) === 0, 'the inbox is empty')

    disk.dyingIn = 1
    const id = await write('dois')
    await until(async () => (await inboxOf(store)) === 1, 'it is durable')
    expect(await receipts(id)).toEqual([])

    disk.dyingIn = null
    const next = listen(world.start(), linked.instanceId)
    next.line.connect()
    await isOpen(next)
    await next.message(id)
    await until(async () => (await receipts(id, next.line)).length > 0, 'it is acknowledged')
    expect(await receipts(id, next.line)).toEqual([DELIVERED])
    expect(next.news.filter(({ type }) => type === 'message').length).toBe(1)
    await next.line.close()
  })

  test.each(WAYS)('%s: a message that comes twice at once is told once, and nobody is asked for it', async (way) => {
    const world = baileysWorld(sandbox, await open())
    const { linked, write, receipts, timesTold } = await correspond(world, way)
    await linked.message(await write('um'))
    await control(world, 'faults', { account: linked.owner.phone, duplicate: true })
    const ids = [await write('dois'), await write('três')]
    for (const id of ids) await until(async () => (await receipts(id)).length === 2, 'both are acknowledged')
    for (const id of ids) {
      expect(await receipts(id)).toEqual([DELIVERED, DELIVERED])
      expect(timesTold(id)).toBe(1)
    }
    await linked.line.close()
  })

  test.each(WAYS)('%s: a receipt that is lost is given again by the next process', async (way) => {
    const handled = new Set<string>()
    const world = baileysWorld(sandbox, await open(), { isKept: async (_instance, id) => handled.has(id) })
    const { linked, write, receipts } = await correspond(world, way)
    await linked.message(await write('um'))
    await control(world, 'faults', { account: linked.owner.phone, lostReceipts: true })
    const id = await write('dois')
    await linked.message(id)
    handled.add(id)
    expect(await receipts(id)).toEqual([])
    await control(world, 'faults', { account: linked.owner.phone })

    const next = await restart(world, linked)
    await until(async () => (await receipts(id, next.line)).length > 0, 'it is acknowledged')
    expect(await receipts(id, next.line)).toEqual([DELIVERED])
    await next.line.close()
  })

  test('what was read but is not known any more is asked for, and then refused, once', async () => {
    const world = baileysWorld(sandbox, await open())
    const { linked, write, receipts } = await correspond(world, 'in private')
    await linked.message(await write('um'))
    await control(world, 'faults', { account: linked.owner.phone, lostReceipts: true })
    const id = await write('dois')
    await linked.message(id)
    await receipts(id)
    await control(world, 'faults', { account: linked.owner.phone })

    const next = await restart(world, linked)
    await next.message(id)
    await until(async () => (await receipts(id, next.line)).length === 3, 'it came again and is acknowledged')
    expect(await receipts(id, next.line)).toEqual([
      { class: 'receipt', type: 'retry' },
      { class: 'ack', type: 'message', error: '500' },
      DELIVERED,
    ])
    await next.line.close()
  })

  async function inboxOf(store: Awaited<ReturnType<typeof open>>): Promise<number> {
    return (await store.read.selectFrom('inbox').select('seq').execute()).length
  }
})

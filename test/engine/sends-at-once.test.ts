import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/src/index.ts'
import { describeStores } from '../../src/platform/db/test-store.suite.ts'
import {
  addPerson,
  control,
  type EngineWorld,
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

async function textsOf(world: EngineWorld, phone: string): Promise<string[]> {
  const { messages } = await control(world, `phones/${phone}/messages?after=0&waitMs=0`)
  return (messages as { fromMe: boolean; message: { conversation?: string } }[]).flatMap(({ fromMe, message }) =>
    fromMe || message.conversation === undefined ? [] : [message.conversation],
  )
}

describeStores((open) => {
  test('a message leaves when its keys are durable, and not before, though the next one is encrypted meanwhile', async () => {
    const { disk, store } = onDisk(await open())
    const world = baileysWorld(sandbox, store)
    const linked = await linkNumber(world)
    const [ana, bia] = [await addPerson(world), await addPerson(world)]
    for (const { jid } of [ana, bia]) await linked.line.send(outgoing(linked, jid, text('before')))

    disk.hold()
    const sends = [ana, bia].map(({ jid }) => linked.line.send(outgoing(linked, jid, text('meanwhile'))))
    await until(() => disk.waiting() >= 2, 'both wait for their commits')
    for (const { phone } of [ana, bia]) expect(await textsOf(world, phone)).toEqual(['before'])

    disk.letGo()
    await Promise.all(sends)
    for (const { phone } of [ana, bia]) {
      await until(async () => (await textsOf(world, phone)).length === 2, 'it arrives')
      expect(await textsOf(world, phone)).toEqual(['before', 'meanwhile'])
    }
    await linked.line.close()
  })

  test('messages to one person arrive in the order in which they were sent, the first ones too', async () => {
    const world = baileysWorld(sandbox, await open())
    const linked = await linkNumber(world)
    const people = [await addPerson(world), await addPerson(world), await addPerson(world)]
    const words = Array.from({ length: 20 }, (_, index) => `word ${index}`)
    await Promise.all(
      words.flatMap((word) => people.map(({ jid }) => linked.line.send(outgoing(linked, jid, text(word))))),
    )
    for (const { phone } of people) {
      await until(async () => (await textsOf(world, phone)).length === words.length, 'all arrive')
      expect(await textsOf(world, phone)).toEqual(words)
    }
    await linked.line.close()
  })

  test('a message whose keys cannot be kept did not go out, and the next to the same person can be read', async () => {
    const { disk, store } = onDisk(await open())
    const world = baileysWorld(sandbox, store)
    const linked = await linkNumber(world)
    const ana = await addPerson(world)
    await linked.line.send(outgoing(linked, ana.jid, text('one')))

    disk.isFull = true
    await expect(linked.line.send(outgoing(linked, ana.jid, text('two')))).rejects.toMatchObject({
      name: 'SendRefused',
    })
    disk.isFull = false
    await linked.heard('state', ({ state }) => state.type === 'open')
    await until(() => linked.line.state.type === 'open', 'the line is back')
    await linked.line.send(outgoing(linked, ana.jid, text('three')))
    await until(async () => (await textsOf(world, ana.phone)).length === 2, 'it arrives')
    expect(await textsOf(world, ana.phone)).toEqual(['one', 'three'])
    await linked.line.close()
  })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/src/index.ts'
import { describeStores } from '../../src/platform/db/test-store.suite.ts'
import { control, outgoing, type Person, text, until } from '../../src/whatsapp/port-rig.suite.ts'
import { onDisk } from './disk.ts'
import { correspond } from './incoming.ts'
import { baileysWorld } from './world.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})

afterAll(() => sandbox.close())

describeStores((open) => {
  test.each(['in private', 'in a group'] as const)(
    '%s: nothing is on the wire before its ratchet is durable, and nothing at all when it cannot be',
    async (way) => {
      const { disk, store } = onDisk(await open())
      const world = baileysWorld(sandbox, store)
      const { linked, person, chat } = await correspond(world, way)
      const to = way === 'in private' ? person.jid : chat
      const has = async ({ phone }: Person, messageId: string) => {
        // The server reads in order, and hands on at once: what was written before this question is there.
        await linked.line.lookUp(['999999999999'])
        const { messages } = await control(world, `phones/${phone}/messages?after=0&waitMs=0`)
        return (messages as { id: string }[]).some(({ id }) => id === messageId)
      }
      const first = outgoing(linked, to, text('um'))
      await linked.line.send(first)
      await person.received(first.messageId)

      disk.hold()
      const second = outgoing(linked, to, text('dois'))
      const sending = linked.line.send(second)
      await until(() => disk.waiting() > 0, 'the ratchet is to become durable')
      expect(await has(person, second.messageId)).toBe(false)
      disk.letGo()
      await sending
      await person.received(second.messageId)

      disk.isFull = true
      const lost = outgoing(linked, to, text('perdida'))
      await expect(linked.line.send(lost)).rejects.toMatchObject({ name: 'SendRefused' })
      disk.isFull = false
      await until(() => linked.line.state.type === 'open', 'open again')
      const third = outgoing(linked, to, text('três'))
      await linked.line.send(third)
      expect((await person.received(third.messageId)).message).toMatchObject({ conversation: 'três' })
      expect(await has(person, lost.messageId)).toBe(false)
      await linked.line.close()
    },
  )
})

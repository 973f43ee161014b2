import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/src/index.ts'
import { describeStores } from '../../src/platform/db/test-store.suite.ts'
import { isOpen, listen, until } from '../../src/whatsapp/port-rig.suite.ts'
import { onDisk } from './disk.ts'
import { correspond } from './incoming.ts'
import { baileysWorld } from './world.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})

afterAll(() => sandbox.close())

const COMMITS = [1, 2, 3, 4, 5, 6]

describeStores((open) => {
  // Addresses, session with sender key, message: a stranger's first message in a group takes a commit for each.
  test.each(COMMITS)(
    'a first message in a group arrives, and nobody asks for it again, when the process ends behind its commit %i',
    async (commits) => {
      const { disk, store } = onDisk(await open())
      // What was told is kept by the listener, when the inbox has forgotten it.
      let wasTold = (_messageId: string) => false
      const world = baileysWorld(sandbox, store, { isKept: async (_instanceId, id) => wasTold(id) })
      const { linked, write, receipts, timesTold } = await correspond(world, 'in a group')
      wasTold = (messageId) => timesTold(messageId) > 0
      disk.dyingIn = commits
      const id = await write('oi a todos')
      const hadItAll = async () => timesTold(id) > 0 && (await receipts(id)).length > 0
      await until(async () => disk.isDead() || (await hadItAll()), 'the process is dead, or had it all')

      disk.dyingIn = null
      const next = listen(world.start(), linked.instanceId)
      next.line.connect()
      await isOpen(next)
      if (timesTold(id) === 0) expect((await next.message(id)).content).toEqual({ type: 'text', text: 'oi a todos' })
      const delivered = { class: 'receipt', type: 'delivered' }
      await until(async () => (await receipts(id, next.line)).some(({ type }) => type === 'delivered'), 'delivered')
      const told = await receipts(id, next.line)
      expect(told.at(-1)).toEqual(delivered)
      expect(told.filter(({ type }) => type === 'retry')).toEqual([])
      await next.line.close()
    },
  )
})

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

describeStores((open) => {
  test('a message that comes live does not overtake those that waited while we were away', async () => {
    const { disk, store } = onDisk(await open())
    const world = baileysWorld(sandbox, store)
    const { linked, write } = await correspond(world, 'in private')
    await linked.message(await write('um'))
    await linked.line.close()
    const waited = [await write('dois'), await write('três'), await write('quatro')]

    const next = listen(world.start(), linked.instanceId)
    disk.hold()
    next.line.connect()
    await isOpen(next)
    await until(() => disk.waiting() > 0, 'the first is to become durable')
    const live = await write('cinco')
    // Its answer comes behind the message.
    await next.line.lookUp(['999999999999']).catch(() => [])
    disk.letGo()
    await next.message(live)
    const told = next.news.flatMap((news) => (news.type === 'message' ? [news.message] : []))
    expect(told.map(({ messageId }) => messageId)).toEqual([...waited, live])
    expect(told.map(({ delivery }) => delivery)).toEqual(['offline', 'offline', 'offline', 'live'])
    await next.line.close()
  })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/src/index.ts'
import { openTestStore } from '../../src/platform/db/test-store.suite.ts'
import {
  addPerson,
  control,
  type EngineWorld,
  type Linked,
  linkNumber,
  outgoing,
  type Person,
  restart,
  text,
} from '../../src/whatsapp/port-rig.suite.ts'
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

/** The person writes, by whichever of the number's addresses comes next; the messages' ids. */
async function write({ owner }: Linked, ana: Person, count = 0): Promise<unknown[]> {
  const ids: unknown[] = []
  for (let index = 0; index < count; index += 1) {
    const message = { conversation: `in ${index}` }
    ids.push((await ana.post('send', { to: owner.phone, from: index % 2 === 0 ? 'lid' : 'pn', message }))['id'])
  }
  return ids
}

/** Messages each way at once; resolves when all have arrived. */
async function exchange(linked: Linked, ana: Person, to: string, { ours = 0, theirs = 0 }): Promise<void> {
  const sends = Array.from({ length: ours }, (_, index) => outgoing(linked, to, text(`out ${index}`)))
  const writing = write(linked, ana, theirs)
  for (const one of sends) await linked.line.send(one)
  for (const id of await writing) await linked.message(id)
  for (const { messageId } of sends) await ana.received(messageId)
}

async function retries({ phone }: Person): Promise<unknown[]> {
  const { receipts } = await control(world, `receipts?account=${phone}&after=0&waitMs=0`)
  return (receipts as { type?: string }[]).filter(({ type }) => type === 'retry')
}

// Whoever writes to somebody for the first time begins a session; so does the gateway when it comes back and looks up
// the number that it writes to, while messages of the session before it are still on their way.
test.each([
  ['LID', 'we', { ours: 1 }],
  ['LID', 'they', { theirs: 1 }],
  ['LID', 'both', {}],
  ['phone number', 'we', { ours: 1 }],
  ['phone number', 'they', { theirs: 1 }],
  ['phone number', 'both', {}],
] as const)('messages that cross are read at once when we write by %s and %s begin', async (by, _who, first) => {
  const linked = await linkNumber(world)
  const ana = await addPerson(world)
  const to = by === 'LID' ? ana.lid : ana.jid
  await exchange(linked, ana, to, first)
  await exchange(linked, ana, to, { ours: 4, theirs: 8 })
  const back = await restart(world, linked)
  await control(world, 'faults', { account: linked.owner.phone, delayMs: 400 })
  const one = outgoing(back, to, text('after the restart'))
  const sending = back.line.send(one)
  const hasArrived = () =>
    ana.received(one.messageId, 1, 100).then(
      () => true,
      () => false,
    )
  const crossing: unknown[] = []
  while (!(await hasArrived())) crossing.push(...(await write(back, ana, 1)))
  await sending
  await control(world, 'faults', { account: linked.owner.phone })
  for (const id of crossing) await back.message(id)
  await exchange(back, ana, to, { ours: 2, theirs: 2 })
  expect(await retries(linked.owner)).toEqual([])
  expect(await retries(ana)).toEqual([])
  await back.line.close()
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/src/index.ts'
import { pause, systemClock } from '../../src/kernel/clock.ts'
import type { Store } from '../../src/platform/db/store.ts'
import { describeStores } from '../../src/platform/db/test-store.suite.ts'
import { addPerson, control, linkNumber, outgoing, text, until } from '../../src/whatsapp/port-rig.suite.ts'
import { isShort } from '../twins.ts'
import { baileysWorld } from './world.ts'

/** Enough to cross again and again; the store's part of it shows with fewer. */
const WHOLE = 500
const IN_SHORT = 150
const COMMIT_DELAY_MS = 5

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})

afterAll(() => sandbox.close())

/** A store whose commits are seen, and told, a little later. */
function slow(store: Store): Store {
  return {
    ...store,
    async write(unit) {
      await pause(systemClock, COMMIT_DELAY_MS)
      return store.write(unit)
    },
  }
}

describeStores((open, engine) => {
  const eachWay = isShort(engine) ? IN_SHORT : WHOLE
  test(`${eachWay} messages each way at once with one contact all arrive, and nobody asks for one again`, async () => {
    const world = baileysWorld(sandbox, slow(await open()))
    const linked = await linkNumber(world)
    const ana = await addPerson(world)
    const sends = Array.from({ length: eachWay }, (_, index) => outgoing(linked, ana.jid, text(`out ${index}`)))

    const texts = Array.from({ length: eachWay }, (_, index) => `in ${index}`)
    const sending = sends.map((send) => linked.line.send(send))
    const answering = texts.map((words) => ana.post('text', { to: linked.owner.phone, text: words }))
    await Promise.all([...sending, ...answering])

    const arrived = () =>
      linked.news.flatMap((told) =>
        told.type === 'message' && told.message.content.type === 'text' ? [told.message.content.text] : [],
      )
    await until(() => arrived().length >= eachWay, 'all arrived here', 60_000)
    expect(new Set(arrived())).toEqual(new Set(texts))

    const delivered = () => new Set(linked.news.flatMap((told) => (told.type === 'receipt' ? told.messageIds : [])))
    await until(() => delivered().size >= eachWay, 'all arrived there', 60_000)
    expect(delivered()).toEqual(new Set(sends.map(({ messageId }) => messageId)))

    const { receipts } = await control(world, `receipts?account=${linked.owner.phone}&after=0&waitMs=0`)
    expect((receipts as { type?: string }[]).filter(({ type }) => type === 'retry')).toEqual([])
    const { messages } = await control(world, `phones/${ana.phone}/messages?after=0&waitMs=0`)
    const seen = (messages as { id: string; fromMe: boolean }[]).filter(({ fromMe }) => !fromMe)
    expect(seen.length).toBe(eachWay)
    await linked.line.close()
  }, 180_000)
})

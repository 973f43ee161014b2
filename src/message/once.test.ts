import { expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { problem } from '../kernel/errors.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { createOnceDesk, type OnceSend } from './once.ts'
import { keptMessage } from './send-rig.suite.ts'
import { insertMessage, type Message } from './store.ts'
import { sendReply } from './view.ts'

const CALL = { once: { route: 'form', key: 'k', bodyHash: 'h' }, hold: () => true }
const DAY_MS = 86_400_000

const replyOf = (message: Message) => sendReply(message, { warnings: [] })

describeStores((open) => {
  async function world(now: () => number = () => Date.now()) {
    const store = await open()
    const id = await addInstance(store)
    const desk = createOnceDesk({ store, clock: { ...systemClock, now } })
    let sends = 0
    /** Keeps a message in that state, then ends as `then` says. */
    const send = (
      state: Message['state'],
      then: () => void = () => {},
      failureCode: string | null = null,
    ): OnceSend => ({
      async work(claim) {
        sends += 1
        const created_at = now()
        const message = keptMessage({ id: `m${sends}`, state, failure_code: failureCode, created_at })
        await store.write(async (transaction) => {
          await insertMessage(transaction.sql, message)
          await claim(transaction, message)
        })
        then()
        return replyOf(message)
      },
      recall: async (message) => replyOf(message),
    })
    const fail = (code: string) =>
      store.write(({ sql }) => sql.updateTable('message').set({ state: 'failed', failure_code: code }).execute())
    return { id, desk, send, fail, count: () => sends }
  }

  test('a call whose send may have gone out is not sent again, although the store failed right after it', async () => {
    const { id, desk, send, count } = await world()
    const failing = send('unknown', () => {
      throw problem('store_failed')
    })
    await expect(desk.run(id, CALL, failing)).rejects.toMatchObject({ code: 'store_failed' })
    const again = await desk.run(id, CALL, failing)
    expect([count(), again.isReplayed, again.reply.data.state]).toEqual([1, true, 'unknown'])
  })

  test('a call whose message certainly never left may be made again', async () => {
    const { id, desk, send, count } = await world()
    const offline = send(
      'failed',
      () => {
        throw problem('instance_not_connected')
      },
      'not_connected',
    )
    await expect(desk.run(id, CALL, offline)).rejects.toMatchObject({ code: 'instance_not_connected' })
    expect((await desk.run(id, CALL, send('sent'))).isReplayed).toBe(false)
    expect(count()).toBe(2)
  })

  test('a key that was answered as queued, whose message then certainly never left, may be used again', async () => {
    const { id, desk, send, count, fail } = await world()
    expect((await desk.run(id, CALL, send('queued'))).reply.data.state).toBe('queued')
    expect((await desk.run(id, CALL, send('sent'))).isReplayed).toBe(true)
    await fail('not_connected')
    const again = await desk.run(id, CALL, send('sent'))
    expect([again.isReplayed, again.reply.data.state, count()]).toEqual([false, 'sent', 2])
    expect((await desk.run(id, CALL, send('sent'))).isReplayed).toBe(true)
  })

  test('a twin that finds no place to wait is told so, and sends nothing', async () => {
    const { id, desk, send, count } = await world()
    const first = desk.run(id, CALL, send('sent'))
    const crowded = { ...CALL, hold: () => false }
    await expect(desk.run(id, crowded, send('sent'))).rejects.toMatchObject({ code: 'too_many_waiting' })
    expect([(await first).isReplayed, count()]).toEqual([false, 1])
  })

  test('after a day a key means nothing any more', async () => {
    let now = 1_000_000
    const { id, desk, send, count } = await world(() => now)
    await desk.run(id, CALL, send('sent'))
    now += DAY_MS - 1
    expect((await desk.run(id, CALL, send('sent'))).isReplayed).toBe(true)
    now += 1
    expect((await desk.run(id, { ...CALL, once: { ...CALL.once, bodyHash: 'other' } }, send('sent'))).isReplayed).toBe(
      false,
    )
    expect(count()).toBe(2)
  })

  test('what an earlier process kept, and never asked for, is sent by the repeated call', async () => {
    const { id, desk, send, count } = await world()
    const died = send(
      'failed',
      () => {
        throw new Error('the process died here')
      },
      'not_connected',
    )
    await expect(desk.run(id, CALL, died)).rejects.toThrow('died')
    expect((await desk.run(id, CALL, send('sent'))).isReplayed).toBe(false)
    expect(count()).toBe(2)
  })
})

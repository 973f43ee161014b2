import { expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { problem } from '../kernel/errors.ts'
import type { Announcement } from '../kernel/event.ts'
import type { Store } from '../platform/db/store.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { silentLog } from '../platform/log.ts'
import { createAckDesk } from './ack-desk.ts'
import { createPace } from './pace.ts'
import { receiveAck, receiveReceipt } from './receive-news.ts'
import { ANA, keptMessage } from './send-rig.suite.ts'
import { findMessage, insertMessage, type Message } from './store.ts'
import { putClaim } from './store-once.ts'
import { createWaits } from './waits.ts'
import { failOverdue, watchSends } from './watch-sends.ts'
import { createWritesInOrder } from './writes-in-order.ts'

const MINUTE_MS = 60_000

const sentAt = (at: number, id: string, state: Message['state'] = 'sending') =>
  keptMessage({ id, state, at, created_at: at })

describeStores((open) => {
  async function world() {
    const store = await open()
    const instanceId = await addInstance(store)
    const clock = { ...systemClock, now: () => 1_000_000_000 }
    const told: Announcement['event'][] = []
    const announce = async (_: unknown, { event }: Announcement) => void told.push(event)
    const waits = createWaits(clock)
    const deps = {
      store,
      clock,
      announce,
      followers: [],
      acks: createAckDesk(clock),
      waits,
      inOrder: createWritesInOrder({ store, waits }),
      pace: createPace(clock, async () => null),
    }
    const keep = (message: Message) => store.write(({ sql }) => insertMessage(sql, message))
    const stateOf = async (id: string) => (await findMessage(store.read, id))?.state
    return { instanceId, clock, told, deps, keep, stateOf }
  }

  test('a message that is sent again after its verdict, and judged again, is counted once', async () => {
    const { instanceId, clock, deps, keep } = await world()
    await keep(sentAt(clock.now(), 'again'))
    const judged: (string | null)[] = []
    const counts = { moved: () => {}, judged: (_: unknown, code: string | null) => void judged.push(code) }
    const ack = { type: 'ack' as const, messageId: '3EB0again', chat: ANA, at: clock.now() }
    await receiveAck({ ...deps, counts }, instanceId, { ...ack, failure: null })
    await receiveAck({ ...deps, counts }, instanceId, { ...ack, failure: null })
    await receiveAck({ ...deps, counts }, instanceId, { ...ack, failure: { code: '479', reason: 'malformed' } })
    expect(judged).toEqual([null])
  })

  test('a send without a verdict for a minute is failed, with a reason; others are left alone', async () => {
    const { clock, told, deps, keep, stateOf } = await world()
    await keep(sentAt(clock.now() - MINUTE_MS, 'old'))
    await keep(sentAt(clock.now() - MINUTE_MS + 1, 'young'))
    await keep(sentAt(clock.now() - MINUTE_MS, 'waits', 'queued'))
    await keep(sentAt(clock.now() - MINUTE_MS, 'died', 'unknown'))
    await failOverdue(deps)
    expect(await Promise.all(['old', 'young', 'waits', 'died'].map(stateOf))).toEqual([
      'failed',
      'sending',
      'queued',
      'unknown',
    ])
    expect(told).toMatchObject([
      {
        type: 'message.status',
        data: { status: 'error', messageIds: ['3EB0old'], error: { code: 'no_verdict', message: expect.any(String) } },
      },
    ])
  })

  test('more of them than one transaction takes are all failed', async () => {
    const { clock, told, deps, keep } = await world()
    for (let index = 0; index < 401; index += 1) await keep(sentAt(clock.now() - MINUTE_MS, `m${index}`))
    await failOverdue(deps)
    expect(told).toHaveLength(401)
  })

  test('a verdict or a receipt that comes after all counts', async () => {
    const { instanceId, clock, deps, keep, stateOf } = await world()
    for (const name of ['one', 'two']) await keep(sentAt(clock.now() - MINUTE_MS, name))
    await failOverdue(deps)
    const at = clock.now()
    await receiveAck(deps, instanceId, { type: 'ack', messageId: '3EB0one', chat: ANA, failure: null, at })
    const person = { jid: ANA, lid: null }
    const receipt = { type: 'receipt', chat: person, from: person, status: 'delivered', at } as const
    await receiveReceipt(deps, instanceId, { ...receipt, messageIds: ['3EB0two'] })
    expect([await stateOf('one'), await stateOf('two')]).toEqual(['sent', 'delivered'])
  })

  test('a verdict that comes while the disk is full counts when it can be written again', async () => {
    const { instanceId, clock, deps, keep, stateOf } = await world()
    await keep(sentAt(clock.now(), 'one'))
    let refused = 0
    const write: Store['write'] = (unit) => {
      refused += 1
      return refused > 1 ? deps.store.write(unit) : Promise.reject(problem('store_failed'))
    }
    const disk = { ...deps, inOrder: createWritesInOrder({ store: { write }, waits: deps.waits }) }
    await receiveAck(disk, instanceId, { type: 'ack', messageId: '3EB0one', chat: ANA, failure: null, at: clock.now() })
    expect([refused, await stateOf('one')]).toEqual([2, 'sent'])
  })

  test('keys that are a day old are forgotten, the others kept', async () => {
    const { instanceId, clock, deps } = await world()
    const claim = (key: string, createdAt: number) =>
      deps.store.write(({ sql }) =>
        putClaim(
          sql,
          instanceId,
          { route: 'form', key, bodyHash: 'h' },
          keptMessage({ id: key, created_at: createdAt }),
        ),
      )
    await claim('old', clock.now() - 86_400_000)
    await claim('young', clock.now() - 86_399_999)
    const stop = watchSends({ ...deps, log: silentLog })
    const keys = () => deps.store.read.selectFrom('idempotency').select('key').execute()
    await expect.poll(keys).toEqual([{ key: 'young' }])
    stop()
  })
})

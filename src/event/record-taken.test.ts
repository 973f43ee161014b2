import { randomBytes } from 'node:crypto'
import type { KyselyPlugin } from 'kysely'
import { expect, test } from 'vitest'
import { problem } from '../kernel/errors.ts'
import type { Store } from '../platform/db/store.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { silentLog } from '../platform/log.ts'
import type { Tried } from './attempt.ts'
import { createCallsUnderWay } from './calls-under-way.ts'
import { createEchoes } from './echoes.ts'
import { createRecorder } from './record-taken.ts'
import { movableClock, openRig, stateNews } from './rig.suite.ts'

const TAKEN: Tried = {
  type: 'tried',
  webhook: null,
  at: 5,
  status: 200,
  error: null,
  retryAfter: null,
  tookMs: 7,
  lastedMs: 8,
  response: 'thanks',
}

/** The store, whose every write counts; a statement that `refuses` says so of fails. */
function watched(real: Store, refuses: (statement: string) => boolean = () => false) {
  const seen = { writes: 0, statements: 0 }
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      seen.statements += 1
      if (refuses(JSON.stringify(node))) throw new Error('a statement is refused')
      return node
    },
    transformResult: async ({ result }) => result,
  }
  const write: Store['write'] = (unit) => {
    seen.writes += 1
    return real.write((transaction) => unit({ ...transaction, sql: transaction.sql.withPlugin(plugin) }))
  }
  return { store: { ...real, write }, seen }
}

describeStores((open) => {
  /** So many deliveries that wait for one webhook, and what writes down what came of them. */
  async function openDeliveries(count: number) {
    const store = await open()
    const rig = await openRig(store, { start: false })
    await rig.call('POST', '/api/events/webhook/shop', { url: 'http://127.0.0.1:9/' })
    for (let made = 0; made < count; made += 1) await rig.announce(stateNews(`${made}`, `chat ${made}`))
    const rows = await store.read.selectFrom('delivery').select(['id', 'webhook_id']).orderBy('id').execute()
    const deliveries = rows.map(({ id, webhook_id: webhookId }) => ({ id, webhookId }))
    const echoes = createEchoes()
    const told: (number | null)[] = []
    const recorderOn = (on: Store) =>
      createRecorder({
        store: on,
        clock: movableClock(),
        random: { bytes: (size) => randomBytes(size) },
        log: silentLog,
        echoes,
        underWay: createCallsUnderWay(),
        counts: { attempted: (_, __, ageMs) => told.push(ageMs), cancelled: () => {} },
        announce: async () => {},
        seen: new Map(deliveries.map(({ webhookId }) => [webhookId, null])),
        paused: new Set(),
      })
    const states = async () => {
      const found = await store.read.selectFrom('delivery').select(['state', 'attempts']).orderBy('id').execute()
      return found.map(({ state, attempts }) => `${state} ${attempts}`)
    }
    const attempts = () => store.read.selectFrom('attempt').selectAll().orderBy('delivery_id').execute()
    return { store, deliveries, echoes, told, recorderOn, states, attempts }
  }

  test('what receivers took at the same time is written down in one transaction, with two statements', async () => {
    const { store, deliveries, recorderOn, states, attempts, told } = await openDeliveries(5)
    const { store: counted, seen } = watched(store)
    const record = recorderOn(counted)
    const verdicts = await Promise.all(deliveries.map((delivery) => record(delivery, TAKEN)))
    expect(verdicts).toEqual(Array(5).fill({ type: 'delivered' }))
    expect(seen).toEqual({ writes: 1, statements: 2 })
    expect(await states()).toEqual(Array(5).fill('delivered 1'))
    expect(await attempts()).toEqual(
      deliveries.map(({ id: delivery_id }) => {
        return { delivery_id, number: 1, at: 5, took_ms: 7, status: 200, error: null, response: 'thanks' }
      }),
    )
    expect(told).toEqual(Array(5).fill(expect.any(Number)))
  })

  test('statuses are told apart, and an attempt after others goes on counting', async () => {
    const { store, deliveries, recorderOn, attempts, told } = await openDeliveries(2)
    const [one, other] = deliveries as [(typeof deliveries)[0], (typeof deliveries)[0]]
    const record = recorderOn(store)
    await record(one, { ...TAKEN, status: 500 })
    await store.write(({ sql }) => sql.updateTable('delivery').set({ attempts: 0 }).execute())
    await Promise.all([record(one, { ...TAKEN, status: 201 }), record(other, { ...TAKEN, status: 204 })])
    expect((await attempts()).map(({ number, status }) => `${number} ${status}`)).toEqual(['1 500', '2 201', '1 204'])
    const last = await store.read.selectFrom('delivery').select('last_status').orderBy('id').execute()
    expect(last).toEqual([{ last_status: 201 }, { last_status: 204 }])
    // The age of one that was replayed says nothing.
    expect(told).toEqual([expect.any(Number), null, expect.any(Number)])
  })

  test('one that was cancelled meanwhile stays so, and one that is gone is passed over', async () => {
    const { store, deliveries, recorderOn, states, attempts, told } = await openDeliveries(3)
    const [first, second] = deliveries.map(({ id }) => id)
    await store.write(async ({ sql }) => {
      await sql.updateTable('delivery').set({ state: 'cancelled' }).where('id', '=', `${first}`).execute()
      await sql.deleteFrom('delivery').where('id', '=', `${second}`).execute()
    })
    const record = recorderOn(store)
    await Promise.all(deliveries.map((delivery) => record(delivery, TAKEN)))
    expect(await states()).toEqual(['cancelled 0', 'delivered 1'])
    expect((await attempts()).map(({ delivery_id }) => delivery_id)).toEqual([first, deliveries[2]?.id])
    expect(told).toHaveLength(1)
  })

  test('one that cannot be written down keeps no other from it', async () => {
    const { store, deliveries, recorderOn, states } = await openDeliveries(3)
    const bad = `${deliveries[1]?.id}`
    const { store: refusing } = watched(store, (text) => text.includes('"InsertQueryNode"') && text.includes(bad))
    const record = recorderOn(refusing)
    const ended = await Promise.allSettled(deliveries.map((delivery) => record(delivery, TAKEN)))
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await states()).toEqual(['delivered 1', 'pending 0', 'delivered 1'])
  })

  test('a store that fails is asked once for all of them', async () => {
    const { store, deliveries, recorderOn } = await openDeliveries(3)
    let asked = 0
    const write: Store['write'] = () => {
      asked += 1
      return Promise.reject(problem('store_failed'))
    }
    const record = recorderOn({ ...store, write })
    const ended = await Promise.allSettled(deliveries.map((delivery) => record(delivery, TAKEN)))
    expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(asked).toBe(1)
  })

  test('of what was erased while it was under way no answer is kept', async () => {
    const { store, deliveries, recorderOn, attempts, echoes } = await openDeliveries(2)
    for (const { id } of deliveries) echoes.begin(id)
    echoes.erased([`${deliveries[0]?.id}`])
    const record = recorderOn(store)
    await Promise.all(deliveries.map((delivery) => record(delivery, TAKEN)))
    expect((await attempts()).map(({ response }) => response)).toEqual([null, 'thanks'])
  })
})

import { CompiledQuery } from 'kysely'
import { expect, test } from 'vitest'
import { deliveryId } from '../kernel/id.ts'
import { plansOf } from '../platform/db/plans-of.suite.ts'
import type { Store } from '../platform/db/store.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { blankResponses, findAttempts, logAttempts } from './store-attempts.ts'
import { pruneDeliveries } from './store-erase.ts'
import { type DeliveryFilter, findDeliveries } from './store-list.ts'
import { findStretch } from './store-replay.ts'

const ROWS = 20_000
const random = { bytes: (size: number) => new Uint8Array(size) }
const idOf = (seq: number) => deliveryId(seq, seq, 0, random)

/** One in a hundred dead, of one of two webhooks; one in a thousand of a rare type. */
async function fill(store: Store): Promise<string> {
  const instance_id = await addInstance(store)
  await store.write(async ({ sql }) => {
    for (const id of ['whk_a', 'whk_b']) {
      const webhook = { id, instance_id, label: id, enabled: 1, url: '', by_events: 0, events: '[]', media_base64: 0 }
      const sealed = { sealed_secret: Uint8Array.of(1), sealed_authorization: null }
      await sql
        .insertInto('webhook')
        .values({ ...webhook, ...sealed, created_at: 1, updated_at: 1 })
        .execute()
    }
  })
  for (let from = 1; from <= ROWS; from += 1_000) {
    const rows = Array.from({ length: 1_000 }, (_, index) => {
      const seq = from + index
      const state = seq % 100 === 0 ? ('dead' as const) : ('delivered' as const)
      return {
        ...{ id: idOf(seq), instance_id, webhook_id: seq % 2 ? 'whk_a' : 'whk_b', event_seq: seq, event_id: `e${seq}` },
        ...{ event_type: seq % 1_000 ? 'message.exchange' : 'form.expired', order_key: null, state },
        ...{ message_id: `m${seq}`, next_attempt_at: 1, last_status: 200, last_error: null, created_at: seq },
        finished_at: seq,
      }
    })
    await store.write(({ sql }) => sql.insertInto('delivery').values(rows).execute())
  }
  return instance_id
}

const BROAD = ['delivery_by_instance_id_id', 'delivery_by_webhook']
const FILTERS: [Omit<DeliveryFilter, 'limit'>, string][] = [
  [{}, 'delivery_by_instance_id_id'],
  [{ webhookId: 'whk_a' }, 'delivery_by_webhook'],
  [{ state: 'dead' }, 'delivery_by_state'],
  [{ state: 'dead', webhookId: 'whk_b' }, 'delivery_by_webhook_state'],
  [{ event: 'form.expired' }, 'delivery_by_event'],
  [{ messageId: 'm7' }, 'delivery_by_message'],
  [{ messageId: 'm7', event: 'message.exchange', state: 'delivered', webhookId: 'whk_a' }, 'delivery_by_message'],
]

describeStores((open, engine) => {
  const explain = engine === 'sqlite' ? 'explain query plan' : 'explain'

  test('pages of deliveries, replays and clearing out walk indexes, whatever they are narrowed by', async () => {
    const store = await open()
    const id = await fill(store)
    if (engine === 'postgres') await store.write(({ sql }) => sql.executeQuery(CompiledQuery.raw('analyze delivery')))
    for (const [filter, index] of FILTERS) {
      for (const before of [undefined, idOf(15_000)]) {
        const wanted = { ...filter, before, limit: 51 }
        const [plan] = await plansOf(store, explain, (sql) => findDeliveries(sql, id, wanted))
        // PostgreSQL, which counts, sees what most rows have in common: any order by id finds those soon.
        const either = engine === 'postgres' && BROAD.includes(index) ? `(${index}|delivery_key)` : index
        expect(plan, JSON.stringify(wanted)).toMatch(new RegExp(`${either}\\b`))
        expect(plan, JSON.stringify(wanted)).not.toMatch(/TEMP B-TREE|SCAN delivery|Seq Scan on delivery/)
        const found = await findDeliveries(store.read, id, wanted)
        expect(found.map((row) => row.id)).toEqual(
          found
            .map((row) => row.id)
            .toSorted()
            .toReversed(),
        )
      }
    }
    const stretch = { webhookId: 'whk_b', after: idOf(5_000), before: idOf(19_000), limit: 50 }
    const dead = await plansOf(store, explain, (sql) => findStretch(sql, { ...stretch, states: ['dead', 'cancelled'] }))
    for (const plan of dead) expect(plan).toMatch(/delivery_by_webhook_state|delivery_by_state/)
    const [all] = await plansOf(store, explain, (sql) => findStretch(sql, { ...stretch, states: ['delivered'] }))
    expect(all).toMatch(engine === 'sqlite' ? /delivery_by_webhook\b/ : /Index Scan using/)
    const [old] = await plansOf(store, explain, (sql) => pruneDeliveries(sql, id, { id: idOf(50), at: 1 }, '', 100))
    expect(old).toMatch(engine === 'sqlite' ? /delivery_by_instance_id_id/ : /Index Scan using/)
    const log = await plansOf(store, explain, (sql) => findAttempts(sql, idOf(7)))
    if (engine === 'sqlite') expect(log[0]).toMatch(/SEARCH attempt USING (PRIMARY KEY|INDEX)/)
  }, 60_000)

  test('a stretch is walked to its end in the order of events, each once', async () => {
    const store = await open()
    await fill(store)
    for (const states of [['dead', 'cancelled'], ['delivered']] as const) {
      const seen: string[] = []
      let after: string | null = idOf(1_000)
      while (after !== null) {
        const stretch = { webhookId: 'whk_b', states, after, before: idOf(3_001), limit: 7 }
        const step: Awaited<ReturnType<typeof findStretch>> = await findStretch(store.read, stretch)
        seen.push(...step.ids)
        after = step.last
      }
      const wanted = Array.from({ length: 2_000 }, (_, index) => 1_001 + index).filter((seq) => seq % 2 === 0)
      const isDead = (seq: number) => seq % 100 === 0
      expect(seen).toEqual(wanted.filter((seq) => isDead(seq) === (states[0] === 'dead')).map(idOf))
    }
  }, 60_000)

  test('of a log the newest fifty stay; it goes with its delivery and with its instance', async () => {
    const store = await open()
    const instance_id = await addInstance(store)
    const hook = { instance_id, enabled: 1, url: '', by_events: 0, events: '[]', media_base64: 0 }
    const sealed = { sealed_secret: Uint8Array.of(1), sealed_authorization: null }
    const delivery = { instance_id, webhook_id: 'whk', event_id: 'e', event_type: 'call.update', order_key: null }
    const times = { next_attempt_at: 1, created_at: 1, finished_at: 1 }
    await store.write(async ({ sql }) => {
      const webhook = { ...hook, ...sealed, id: 'whk', label: 'x', created_at: 1, updated_at: 1 }
      await sql.insertInto('webhook').values(webhook).execute()
      for (const id of ['dlv_a', 'dlv_b']) {
        const result = { state: 'dead' as const, last_status: 500, last_error: null, message_id: null }
        await sql
          .insertInto('delivery')
          .values({ ...delivery, ...times, ...result, id, event_seq: 1 })
          .execute()
      }
      for (let number = 1; number <= 60; number += 1) {
        const tried = { at: number, took_ms: 1, status: 500, error: null, response: 'echo\0' }
        await logAttempts(sql, [{ delivery_id: 'dlv_a', number, ...tried }])
      }
      await logAttempts(sql, [
        { delivery_id: 'dlv_b', number: 1, at: 1, took_ms: 1, status: 1, error: null, response: '' },
      ])
    })
    const numbers = (await findAttempts(store.read, 'dlv_a')).map(({ number }) => number)
    expect(numbers).toEqual(Array.from({ length: 50 }, (_, index) => 11 + index))
    expect((await findAttempts(store.read, 'dlv_a'))[0]?.response).toBe('echo\u{fffd}')
    await store.write(({ sql }) => blankResponses(sql, ['dlv_a']))
    expect((await findAttempts(store.read, 'dlv_a')).every(({ response }) => response === null)).toBe(true)
    await store.write(({ sql }) => sql.deleteFrom('delivery').where('id', '=', 'dlv_a').execute())
    const left = () => store.read.selectFrom('attempt').select('delivery_id').execute()
    expect(await left()).toEqual([{ delivery_id: 'dlv_b' }])
    await store.write(({ sql }) => sql.deleteFrom('instance').where('id', '=', instance_id).execute())
    expect(await left()).toEqual([])
  })
})

import { CompiledQuery } from 'kysely'
import { expect, test } from 'vitest'
import { deliveryId } from '../kernel/id.ts'
import { plansOf } from '../platform/db/plans-of.suite.ts'
import type { Store } from '../platform/db/store.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { measureDeliveries } from './store-waiting.ts'

const random = { bytes: (size: number) => new Uint8Array(size) }

async function addWebhook(store: Store, instance_id: string, id: string, paused_at: number | null = null) {
  const webhook = { id, instance_id, label: id, enabled: 1, url: '', by_events: 0, events: '[]', media_base64: 0 }
  const sealed = { sealed_secret: Uint8Array.of(1), sealed_authorization: null }
  const row = { ...webhook, ...sealed, created_at: 1, updated_at: 1, paused_at }
  await store.write(({ sql }) => sql.insertInto('webhook').values(row).execute())
}

async function addDeliveries(
  store: Store,
  instance_id: string,
  of: { webhook_id: string; from: number; count: number; state: 'pending' | 'delivered'; due?: number },
) {
  const rows = Array.from({ length: of.count }, (_, index) => {
    const seq = of.from + index
    return {
      ...{ id: deliveryId(seq, seq, 0, random), instance_id, webhook_id: of.webhook_id, event_seq: seq },
      ...{ event_id: `e${seq}`, event_type: 'form.sent', order_key: null, message_id: null, state: of.state },
      ...{ next_attempt_at: of.due ?? seq, last_status: null, last_error: null, created_at: seq, finished_at: null },
    }
  })
  for (let from = 0; from < rows.length; from += 1_000) {
    await store.write(({ sql }) =>
      sql
        .insertInto('delivery')
        .values(rows.slice(from, from + 1_000))
        .execute(),
    )
  }
}

describeStores((open, engine) => {
  test('what waits is counted, its times are those of the first that no pause holds', async () => {
    const store = await open()
    const id = await addInstance(store)
    expect(await measureDeliveries(store.read)).toEqual({ waiting: 0, madeAt: null, dueAt: null })
    await addWebhook(store, id, 'whk_a')
    await addWebhook(store, id, 'whk_b')
    await addWebhook(store, id, 'whk_paused', 5)
    await addDeliveries(store, id, { webhook_id: 'whk_a', from: 10, count: 5, state: 'delivered' })
    await addDeliveries(store, id, { webhook_id: 'whk_a', from: 20, count: 3, state: 'pending', due: 900 })
    await addDeliveries(store, id, { webhook_id: 'whk_b', from: 30, count: 2, state: 'pending', due: 700 })
    await addDeliveries(store, id, { webhook_id: 'whk_paused', from: 1, count: 4, state: 'pending' })
    expect(await measureDeliveries(store.read)).toEqual({ waiting: 9, madeAt: 20, dueAt: 700 })
  })

  test('measuring what waits walks indexes, however much was delivered', async () => {
    const store = await open()
    const id = await addInstance(store)
    await addWebhook(store, id, 'whk_a')
    await addWebhook(store, id, 'whk_b')
    await addDeliveries(store, id, { webhook_id: 'whk_a', from: 1, count: 20_000, state: 'delivered' })
    await addDeliveries(store, id, { webhook_id: 'whk_b', from: 30_000, count: 300, state: 'pending' })
    if (engine === 'postgres') await store.write(({ sql }) => sql.executeQuery(CompiledQuery.raw('analyze delivery')))
    const explain = engine === 'sqlite' ? 'explain query plan' : 'explain'
    const plans = await plansOf(store, explain, measureDeliveries)
    expect(plans).toHaveLength(2)
    for (const plan of plans) {
      expect(plan).toMatch(/delivery_by_\w+/)
      expect(plan).not.toMatch(/SCAN delivery$|SCAN delivery\n|TEMP B-TREE|Seq Scan on delivery|delivery_key/)
    }
  })
})

import { expect, test } from 'vitest'
import { deliveryId } from '../kernel/id.ts'
import type { Store } from '../platform/db/store.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { holdWrites } from './hold-writes.suite.ts'
import { openReceiver, openRig, type Rig, until } from './rig.suite.ts'

const PATH = '/api/events/webhook/shop'
const MANY = 1_100

async function countOf(store: Store, state: 'pending' | 'cancelled' | 'dead'): Promise<number> {
  const rows = await store.read.selectFrom('delivery').select('id').where('state', '=', state).execute()
  return rows.length
}

/** A webhook that many deliveries wait for; nothing goes out before the start. */
async function openWaiting(store: Store, receiver: { url: string }): Promise<Rig> {
  const rig = await openRig(store, { start: false })
  await rig.call('POST', PATH, { url: receiver.url })
  await store.write(async ({ sql }) => {
    const { id: webhookId } = await sql.selectFrom('webhook').select('id').executeTakeFirstOrThrow()
    const seqs = Array.from({ length: MANY }, (_, index) => index + 1)
    const about = { instance_id: 'ins_shop', order_key: null, message_id: null }
    const delivery = { ...about, webhook_id: webhookId, event_type: 'instance.state', state: 'pending' as const }
    const untried = { last_status: null, last_error: null, finished_at: null }
    await sql
      .insertInto('event')
      .values(seqs.map((seq) => ({ ...about, seq, id: `evt_${seq}`, type: 'instance.state', at: seq, data: '{}' })))
      .execute()
    await sql
      .insertInto('delivery')
      .values(
        seqs.map((seq) => ({
          ...delivery,
          ...untried,
          id: deliveryId(seq, seq, 0, { bytes: (size) => new Uint8Array(size) }),
          event_seq: seq,
          event_id: `evt_${seq}`,
          next_attempt_at: seq,
          created_at: seq,
        })),
      )
      .execute()
  })
  return rig
}

describeStores((open) => {
  test('a webhook that much waits for is switched off in small transactions, and all of it is cancelled', async () => {
    const store = await open()
    const steps: number[] = []
    const write: Store['write'] = async (unit) => {
      const result = await store.write(unit)
      steps.push(await countOf(store, 'cancelled'))
      return result
    }
    const rig = await openWaiting({ ...store, write }, await openReceiver())
    steps.length = 0
    expect(await rig.call('POST', PATH, { enabled: false })).toMatchObject({ status: 200 })
    expect(steps).toEqual([500, 1_000, 1_100])
    expect(await countOf(store, 'pending')).toBe(0)
  })

  test('a webhook that is switched on again before all was cancelled sends nothing of what waited', async () => {
    const { store, held, hold } = holdWrites(await open())
    const receiver = await openReceiver()
    const rig = await openWaiting(store, receiver)
    hold(2)
    const off = rig.call('POST', PATH, { enabled: false })
    await until(() => held.length === 1)
    expect(await countOf(store, 'cancelled')).toBe(500)
    const on = await rig.call('POST', PATH, { url: receiver.url })
    expect(on).toMatchObject({ status: 200, body: { webhook: { enabled: true } } })
    expect(await countOf(store, 'cancelled')).toBe(MANY)
    await rig.call('POST', '/api/events/replay/shop', { label: 'default' })
    held[0]?.()
    expect(await off).toMatchObject({ status: 200, body: { webhook: { enabled: false } } })
    expect(await countOf(store, 'pending')).toBe(MANY)
  })

  test('what is left waiting for a webhook that is off is cancelled after the next start', async () => {
    const store = await open()
    const receiver = await openReceiver()
    const rig = await openWaiting(store, receiver)
    await store.write(({ sql }) => sql.updateTable('webhook').set({ enabled: 0 }).execute())
    await rig.events.start()
    await until(async () => (await countOf(store, 'cancelled')) === MANY)
    expect(receiver.calls).toEqual([])
  })

  test('a 410 cancels all that waits, however much', async () => {
    const store = await open()
    const receiver = await openReceiver((_, response) => response.writeHead(410).end())
    const rig = await openWaiting(store, receiver)
    await rig.events.start()
    await until(async () => (await countOf(store, 'pending')) === 0)
    expect(await countOf(store, 'dead')).toBe(1)
  })
})

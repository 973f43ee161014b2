import { expect, test } from 'vitest'
import { problem } from '../kernel/errors.ts'
import type { Store } from '../platform/db/store.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { movableClock, openReceiver, openRig, type Rig, stateNews, until } from './rig.suite.ts'

/** A store that can be told to fail: its writes, or its reads that find a row with this column. */
function failing(real: Store) {
  const faults = { writes: false, column: null as string | null, seen: 0 }
  const fault = () => {
    faults.seen += 1
    return problem('store_failed')
  }
  const store: Store = {
    ...real,
    write: (unit) => (faults.writes ? Promise.reject(fault()) : real.write(unit)),
    read: real.read.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        const { column } = faults
        if (column !== null && result.rows.some((row) => column in row)) throw fault()
        return result
      },
    }),
  }
  return { store, faults }
}

const onlyDelivery = async (rig: Rig) => (await rig.call('GET', '/api/events/deliveries/shop')).body.deliveries?.[0]

describeStores((open) => {
  test('while the store cannot be written a delivery is not posted again and again, and looks are ever rarer', async () => {
    const { store, faults } = failing(await open())
    const moving = movableClock()
    const rig = await openRig(store, { moving })
    const receiver = await openReceiver()
    await rig.call('POST', '/api/events/webhook/shop', { url: receiver.url })
    await store.write(async (transaction) => {
      await rig.events.announce(transaction, stateNews('one', 'chat'))
      faults.writes = true
    })
    await until(() => faults.seen === 1)
    for (const [index, seconds] of [1, 2, 4, 8, 16, 32, 60, 60].entries()) {
      moving.advance(seconds * 1_000 - 1)
      await onlyDelivery(rig)
      expect(faults.seen).toBe(index + 1)
      moving.advance(1)
      await until(() => faults.seen === index + 2)
    }
    expect(receiver.calls).toHaveLength(1)
    faults.writes = false
    moving.advance(60_000)
    await until(async () => (await onlyDelivery(rig))?.state === 'delivered')
    expect(await onlyDelivery(rig)).toMatchObject({ attempts: 1 })
    expect(receiver.calls).toHaveLength(2)
  })

  test('a store that cannot be read costs a receiver no attempts, and says nothing of its health', async () => {
    const { store, faults } = failing(await open())
    const moving = movableClock()
    const rig = await openRig(store, { moving })
    const receiver = await openReceiver()
    await rig.call('POST', '/api/events/webhook/shop', { url: receiver.url })
    faults.column = 'eventId'
    await rig.announce(stateNews('one', 'chat'))
    for (let seen = 1; seen <= 8; seen += 1) {
      await until(
        () => faults.seen === seen,
        () => moving.advance(1_000),
      )
    }
    expect(await onlyDelivery(rig)).toMatchObject({ state: 'pending', attempts: 0, lastError: null })
    const webhook = await store.read.selectFrom('webhook').select('failing_since').executeTakeFirstOrThrow()
    expect(webhook.failing_since).toBeNull()
    faults.column = null
    await until(
      async () => (await onlyDelivery(rig))?.state === 'delivered',
      () => moving.advance(1_000),
    )
    expect(await onlyDelivery(rig)).toMatchObject({ attempts: 1 })
    expect(receiver.calls).toHaveLength(1)
  })

  test('a webhook that cannot be tried, for the store cannot be read, is not said to have failed', async () => {
    const { store, faults } = failing(await open())
    const rig = await openRig(store)
    const receiver = await openReceiver()
    await rig.call('POST', '/api/events/webhook/shop', { url: receiver.url })
    const write: Store['write'] = store.write
    store.write = async (unit) => {
      const result = await write(unit)
      faults.column = 'sealed_secret'
      return result
    }
    const reply = await rig.call('POST', '/api/events/test/shop', { label: 'default' })
    expect(reply).toMatchObject({ status: 500, body: { error: { code: 'internal_error' } } })
    expect(faults.seen).toBe(1)
    expect([receiver.calls.length, await onlyDelivery(rig)]).toEqual([0, undefined])
  })
})

import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { addInstance, describeStores } from '../../platform/db/test-store.suite.ts'
import { createSealer } from '../../platform/secret/index.ts'
import { openDevice } from './auth-store.ts'

describeStores((open) => {
  test('a key that was on its way to the store when the number was logged out does not stay there', async () => {
    const store = await open()
    const instanceId = await addInstance(store)
    const { promise: late, resolve: letGo } = Promise.withResolvers<void>()
    let writes = 0
    const slow: typeof store = {
      ...store,
      read: store.read,
      async write(unit) {
        writes += 1
        if (writes === 1) await late
        return store.write(unit)
      },
    }
    const device = await openDevice({ store: slow, sealer: createSealer(randomBytes(32)) }, instanceId, () => {})
    const kept = device.keys.set({ 'pre-key': { '1': { public: randomBytes(32), private: randomBytes(32) } } })
    const erased = device.erase()
    letGo()
    await Promise.all([kept, erased])
    expect(await store.read.selectFrom('signal_key').selectAll().execute()).toEqual([])
  })
})

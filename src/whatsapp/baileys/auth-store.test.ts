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

  test('credentials are written again when they changed, and only then', async () => {
    const store = await open()
    const instanceId = await addInstance(store)
    const sealer = createSealer(randomBytes(32))
    const box = async () => {
      const { sealed } = await store.read.selectFrom('credential').select('sealed').executeTakeFirstOrThrow()
      return Buffer.from(sealed).toString('hex')
    }
    const first = await openDevice({ store, sealer }, instanceId, () => {})
    first.creds.account = { details: randomBytes(5), accountSignature: randomBytes(64) }
    await Promise.all([first.save(), first.save()])
    const kept = await box()
    await first.save()
    expect(await box()).toBe(kept)

    const second = await openDevice({ store, sealer }, instanceId, () => {})
    await second.save()
    expect(await box()).toBe(kept)
    second.creds.routingInfo = Buffer.from('somewhere')
    await second.save()
    expect(await box()).not.toBe(kept)
    expect((await openDevice({ store, sealer }, instanceId, () => {})).creds.routingInfo).toEqual(
      Buffer.from('somewhere'),
    )
  })

  test('credentials that could not be kept are written again, though they are the same', async () => {
    const store = await open()
    const instanceId = await addInstance(store)
    let isBroken = true
    const failing: typeof store = {
      ...store,
      read: store.read,
      write: (unit) => (isBroken ? Promise.reject(new Error('disk full')) : store.write(unit)),
    }
    const failures: unknown[] = []
    const device = await openDevice({ store: failing, sealer: createSealer(randomBytes(32)) }, instanceId, (error) =>
      failures.push(error),
    )
    device.creds.account = { details: randomBytes(5), accountSignature: randomBytes(64) }
    await expect(Promise.all([device.save(), device.save()])).rejects.toThrow('disk full')
    expect(failures).toHaveLength(1)
    isBroken = false
    await device.save()
    expect(await store.read.selectFrom('credential').select('instance_id').execute()).toHaveLength(1)
  })
})

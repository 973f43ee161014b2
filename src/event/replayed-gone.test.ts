import { expect, test } from 'vitest'
import type { Store } from '../platform/db/store.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { movableClock, openReceiver, openRig, stateNews, until } from './rig.suite.ts'

describeStores((open) => {
  test('one that is replayed before it is written down that its webhook was switched off is delivered', async () => {
    const real = await open()
    const isWritten = Promise.withResolvers<void>()
    let passing = Number.POSITIVE_INFINITY
    const store: Store = {
      ...real,
      async write(unit) {
        passing -= 1
        if (passing === 0) await isWritten.promise
        return real.write(unit)
      },
    }
    const moving = movableClock()
    const rig = await openRig(store, { moving })
    const receiver = await openReceiver((_call, response) => {
      if (receiver.calls.length > 1) response.end()
    })
    const configure = (body: object) => rig.call('POST', '/api/events/webhook/shop', body)
    await configure({ url: receiver.url })
    await rig.announce(stateNews('one', 'chat'))
    await until(() => receiver.calls.length === 1)
    // The next is what switches it off; the one behind it says that the call came to nothing.
    passing = 2
    await configure({ enabled: false })
    await until(() => passing === 0)
    await configure({ url: receiver.url })
    const ids = (await rig.call('GET', '/api/events/deliveries/shop')).body.deliveries?.map(({ id }) => id)
    expect((await rig.call('POST', '/api/events/replay/shop', { ids })).body.replayed).toBe(1)
    moving.advance(1)
    await rig.announce(stateNews('two'))
    await until(() => receiver.calls.length === 2)
    moving.advance(1)
    isWritten.resolve()
    await until(
      () => receiver.calls.length === 3,
      () => moving.advance(1),
    )
    expect(receiver.calls.map(({ json }) => json.data.reason)).toEqual(['one', 'two', 'one'])
  })
})

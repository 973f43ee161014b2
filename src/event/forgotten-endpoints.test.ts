import { expect, test } from 'vitest'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { movableClock, openReceiver, openRig, stateNews, until } from './rig.suite.ts'

describeStores((open) => {
  test.each([
    ['before its call is over', true],
    ['when it is forgotten', false],
  ])('a webhook that is switched off and on again %s gets what comes then, once', async (_, isUnderWay) => {
    const moving = movableClock()
    const rig = await openRig(await open(), { moving })
    const receiver = await openReceiver(({ json }, response) => {
      if (json.data.reason === 'fails') response.writeHead(500).end()
      else if (json.data.reason !== 'held') response.end()
    })
    const configure = (body: object) => rig.call('POST', '/api/events/webhook/shop', body)
    const count = async (state: string) =>
      (await rig.call('GET', `/api/events/deliveries/shop?state=${state}`)).body.deliveries?.length
    await configure({ url: receiver.url })
    await rig.announce(stateNews('fails', 'chat'))
    await until(() => receiver.calls.length === 1)
    await rig.announce(stateNews('held'))
    await until(() => receiver.calls.length === 2)
    await configure({ enabled: false })
    if (!isUnderWay) await until(async () => (await count('cancelled')) === 2)
    await configure({ url: receiver.url })
    for (const reason of ['1', '2', '3']) await rig.announce(stateNews(reason, 'chat'))
    await until(async () => (await count('delivered')) === 3)
    moving.advance(60_000)
    await rig.announce(stateNews('4', 'chat'))
    await until(async () => (await count('delivered')) === 4)
    const told = receiver.calls.map(({ json }) => json.data.reason)
    expect(told).toEqual(['fails', 'held', '1', '2', '3', '4'])
  })
})

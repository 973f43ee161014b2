import { expect, test } from 'vitest'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { openReceiver, openRig, type Rig, stateNews, until } from './rig.suite.ts'

const listed = async (rig: Rig) => (await rig.call('GET', '/api/events/deliveries/shop')).body.deliveries ?? []
const logOf = async (rig: Rig, id: string | undefined) =>
  (await rig.call('GET', `/api/events/delivery/shop?id=${id}`)).body.delivery?.log

const about = (messageId: string) => ({ ...stateNews(`secret of ${messageId}`), messageId })

describeStores((open) => {
  test('what receivers echoed of an erased message goes from the log; that they were called stays', async () => {
    const store = await open()
    const rig = await openRig(store)
    const receiver = await openReceiver((call, response) => response.end(call.body))
    await rig.call('POST', '/api/events/webhook/shop', { url: receiver.url })
    for (const messageId of ['A', 'B']) await rig.announce(about(messageId))
    await until(async () => (await listed(rig)).every(({ state }) => state === 'delivered'))
    const [other, erased] = await listed(rig)
    expect(await logOf(rig, erased?.id)).toMatchObject([{ response: expect.stringContaining('secret of A') }])
    for (const blanking of ['quote', 'values'] as const) {
      await store.write((unit) => rig.events.blank(unit, { instanceId: 'ins_shop', messageId: 'A', blanking }))
      expect(await logOf(rig, erased?.id)).toMatchObject([{ status: 200, error: null, response: null }])
    }
    expect(await logOf(rig, other?.id)).toMatchObject([{ response: expect.stringContaining('secret of B') }])
  })

  test('a call that is under way when its message is erased leaves no echo behind', async () => {
    const store = await open()
    const rig = await openRig(store)
    const held: (() => void)[] = []
    let isKnown = false
    const receiver = await openReceiver((call, response) => {
      const end = () => void response.end(call.body)
      if (!isKnown) end()
      else held.push(end)
    })
    await rig.call('POST', '/api/events/webhook/shop', { url: receiver.url })
    await rig.announce(about('known'))
    await until(async () => (await listed(rig))[0]?.state === 'delivered')
    isKnown = true
    for (const messageId of ['A', 'B', 'C']) await rig.announce(about(messageId))
    await until(() => held.length === 3)
    const erase = (messageId: string, blanking: 'quote' | 'values') =>
      store.write((unit) => rig.events.blank(unit, { instanceId: 'ins_shop', messageId, blanking }))
    await erase('A', 'quote')
    await erase('B', 'values')
    for (const end of held) end()
    const logs = async () => Promise.all((await listed(rig)).map(({ id }) => logOf(rig, id)))
    await until(async () => (await logs()).every((log) => log?.length === 1))
    expect((await listed(rig)).map(({ state }) => state)).toEqual(['delivered', 'cancelled', 'delivered', 'delivered'])
    expect((await logs()).map((log) => log?.[0]?.response)).toEqual([
      expect.stringContaining('secret of C'),
      null,
      null,
      expect.stringContaining('secret of known'),
    ])
  })
})

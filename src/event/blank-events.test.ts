import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import type { Store } from '../platform/db/store.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { movableClock, openReceiver, openRig, type Rig, stateNews, until } from './rig.suite.ts'

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

  test('a call that is under way when its message is erased is broken off; one that only loses a quote ends', async () => {
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
    await until(async () => (await logs()).filter((log) => log?.length === 1).length === 3)
    expect((await listed(rig)).map(({ state }) => state)).toEqual(['delivered', 'cancelled', 'delivered', 'delivered'])
    expect((await logs()).map((log) => log?.[0]?.response)).toEqual([
      expect.stringContaining('secret of C'),
      undefined,
      null,
      expect.stringContaining('secret of known'),
    ])
  })

  /** A call that begins in the middle of the transaction that erases what it tells. */
  async function callWhileErasing(answer: (body: string, response: ServerResponse) => void) {
    const store = await open()
    const moving = movableClock()
    let written = 0
    const write: Store['write'] = (unit) => {
      written += 1
      return store.write(unit)
    }
    const rig = await openRig({ ...store, write }, { moving, callClock: movableClock() })
    const receiver = await openReceiver((call, response) => {
      if (receiver.calls.length === 1) response.writeHead(500).end()
      else answer(call.body, response)
    })
    await rig.call('POST', '/api/events/webhook/shop', { url: receiver.url })
    await rig.announce(about('A'))
    await until(async () => (await listed(rig))[0]?.attempts === 1)
    const begun = Promise.withResolvers<void>()
    const called = Promise.withResolvers<void>()
    const erasing = store.write(async (unit) => {
      await rig.events.blank(unit, { instanceId: 'ins_shop', messageId: 'A', blanking: 'values' })
      begun.resolve()
      await called.promise
    })
    await begun.promise
    const before = written
    moving.advance(6_000)
    await until(() => receiver.calls.length === 2)
    const answered = () => until(() => written > before)
    return { rig, answered, goOn: () => Promise.all([called.resolve(), erasing]) }
  }

  test('a call that begins before an erase is committed leaves no echo behind', async () => {
    const { rig, answered, goOn } = await callWhileErasing((body, response) => response.end(body))
    await answered()
    await goOn()
    const id = (await listed(rig))[0]?.id
    await until(async () => (await logOf(rig, id))?.length === 2)
    expect(await logOf(rig, id)).toMatchObject([{ status: 500 }, { status: 200, response: null }])
    expect(await listed(rig)).toMatchObject([{ state: 'cancelled' }])
  })

  test('a call that begins before an erase is committed is broken off by it', async () => {
    const brokenOff = Promise.withResolvers<void>()
    const { rig, goOn } = await callWhileErasing((_, response) => response.on('close', brokenOff.resolve))
    await goOn()
    await brokenOff.promise
    expect(await listed(rig)).toMatchObject([{ state: 'cancelled', attempts: 1 }])
  })
})

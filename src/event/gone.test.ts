import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { holdWrites } from './hold-writes.suite.ts'
import { movableClock, openReceiver, openRig, type Rig, stateNews, until } from './rig.suite.ts'

const configure = async (rig: Rig, url: string) => {
  expect(await rig.call('POST', '/api/events/webhook/shop', { url })).toMatchObject({ status: 200 })
}
const shown = async (rig: Rig) => (await rig.call('GET', '/api/events/webhook/shop?label=default')).body.webhook
const listed = async (rig: Rig) => (await rig.call('GET', '/api/events/deliveries/shop')).body.deliveries ?? []

const gone = (response: ServerResponse) => void response.writeHead(410).end()

describeStores((open) => {
  test('a late 410 of the address before does not switch off the new one', async () => {
    const { store, held, hold } = holdWrites(await open())
    const moving = movableClock()
    const rig = await openRig(store, { moving })
    const old = await openReceiver((_, response) => {
      hold()
      gone(response)
    })
    const fresh = await openReceiver()
    await configure(rig, old.url)
    for (const reason of ['first', 'second']) await rig.announce(stateNews(reason, 'chat'))
    await until(() => held.length === 1)
    moving.advance(1)
    await configure(rig, fresh.url)
    held[0]?.()
    await until(async () => (await listed(rig)).at(-1)?.attempts === 1)
    expect(await shown(rig)).toMatchObject({ enabled: true, url: fresh.url })
    expect((await listed(rig)).at(-1)).toMatchObject({ state: 'pending', lastStatus: 410 })
    await until(
      () => fresh.calls.length === 2,
      () => moving.advance(1_000),
    )
    expect(fresh.calls.map(({ json }) => json.data.reason)).toEqual(['first', 'second'])
  })

  test.each([
    ['paused', [true]],
    ['paused and let go on', [true, false]],
  ])('a 410 that comes after its webhook was %s by hand switches it off', async (_, steps) => {
    const moving = movableClock()
    const rig = await openRig(await open(), { moving })
    const held: ServerResponse[] = []
    const receiver = await openReceiver((_call, response) => void held.push(response))
    await configure(rig, receiver.url)
    await rig.announce(stateNews('first'))
    await until(() => held.length === 1)
    for (const paused of steps) {
      moving.advance(1)
      const reply = await rig.call('POST', '/api/events/pauseWebhook/shop', { label: 'default', paused })
      expect(reply.status).toBe(200)
    }
    for (const response of held) gone(response)
    await until(async () => (await listed(rig))[0]?.state !== 'pending')
    expect((await listed(rig))[0]).toMatchObject({ state: 'dead', lastStatus: 410 })
    expect(await shown(rig)).toMatchObject({ enabled: false, paused: false, pausedReason: null })
  })

  test('a 410 breaks off the other calls of its webhook', async () => {
    const rig = await openRig(await open(), { callClock: movableClock() })
    const held: ServerResponse[] = []
    let brokenOff = 0
    const receiver = await openReceiver((call, response) => {
      if (call.json.data.reason === 'known') {
        response.end()
        return
      }
      held.push(response)
      response.on('close', () => {
        if (!response.writableEnded) brokenOff += 1
      })
    })
    await configure(rig, receiver.url)
    await rig.announce(stateNews('known'))
    await until(async () => (await listed(rig))[0]?.state === 'delivered')
    for (const reason of ['a', 'b', 'c']) await rig.announce(stateNews(reason))
    await until(() => held.length === 3)
    for (const response of held.slice(0, 1)) gone(response)
    await until(() => brokenOff === 2)
    const states = (await listed(rig)).map(({ state }) => state)
    expect(states.toSorted()).toEqual(['cancelled', 'cancelled', 'dead', 'delivered'])
    expect(await shown(rig)).toMatchObject({ enabled: false, url: receiver.url })
  })
})

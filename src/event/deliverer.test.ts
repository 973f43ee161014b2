import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { movableClock, openReceiver, openRig, type Rig, stateNews, tokenOf, until } from './rig.suite.ts'

async function configure(rig: Rig, body: Record<string, unknown>, instance = 'shop') {
  const reply = await rig.call('POST', `/api/events/webhook/${instance}`, body, tokenOf(instance))
  expect(reply).toMatchObject({ status: 200 })
  return reply.body
}

async function deliveries(rig: Rig) {
  return (await rig.call('GET', '/api/events/deliveries/shop?limit=200')).body.deliveries ?? []
}

describeStores((open) => {
  test('an event reaches its webhook in the envelope, signed; a changed byte does not verify', async () => {
    const rig = await openRig(await open())
    const receiver = await openReceiver()
    const { webhook } = await configure(rig, { url: receiver.url, authorization: 'Basic abc=' })
    await rig.announce(stateNews('one'))
    await until(() => receiver.calls.length === 1)
    const [call] = receiver.calls
    expect(call?.json).toMatchObject({
      id: expect.stringMatching(/^evt_/),
      event: 'instance.state',
      version: 1,
      data: { state: 'connected', reason: 'one' },
      instanceData: { baseUrl: rig.baseUrl, instance: 'shop' },
    })
    expect(call?.json.instanceData).not.toHaveProperty('token')
    expect(call?.headers).toMatchObject({
      'content-type': 'application/json',
      authorization: 'Basic abc=',
      'webhook-id': call?.json.id,
    })
    const headers = call?.headers as Record<string, string>
    const verifier = new Webhook(webhook?.secret ?? '')
    expect(verifier.verify(call?.body ?? '', headers)).toEqual(call?.json)
    expect(() => verifier.verify(call?.body.replace('one', 'onf') ?? '', headers)).toThrow()
    await until(async () => (await deliveries(rig))[0]?.state === 'delivered')
  })

  test('the clear token is in the envelope only where the operator asked for it', async () => {
    const rig = await openRig(await open(), { includeToken: true })
    const receiver = await openReceiver()
    await configure(rig, { url: receiver.url })
    await rig.announce(stateNews('one'))
    await until(() => receiver.calls.length === 1)
    expect(receiver.calls[0]?.json.instanceData['token']).toBe(tokenOf('shop'))
  })

  test('a webhook gets the types it names, by their path; a rolled back fact is never told', async () => {
    const store = await open()
    const rig = await openRig(store)
    const named = await openReceiver()
    const usual = await openReceiver()
    await configure(rig, { label: 'named', url: `${named.url}?key=1`, events: ['webhook.paused'], byEvents: true })
    await configure(rig, { label: 'usual', url: usual.url })
    await store
      .write(async (transaction) => {
        await rig.events.announce(transaction, stateNews('never'))
        throw new Error('undone')
      })
      .catch(() => {})
    await rig.announce(stateNews('one'))
    await rig.announce({
      instanceId: 'ins_shop',
      event: { type: 'webhook.paused', data: { label: 'x', timestamp: '', reason: 'test' } },
      orderKey: null,
      messageId: null,
    })
    await until(() => named.calls.length === 1 && usual.calls.length === 1)
    expect(named.calls[0]?.path).toBe('/hook/webhook.paused?key=1')
    expect(usual.calls[0]?.json.data.reason).toBe('one')
  })

  test('ids grow in commit order, over a restart too', async () => {
    const store = await open()
    const receiver = await openReceiver()
    const first = await openRig(store)
    await configure(first, { url: receiver.url })
    await Promise.all(['a', 'b', 'c'].map((reason) => first.announce(stateNews(reason))))
    await first.events.stop()
    const second = await openRig(store)
    await second.announce(stateNews('d'))
    await until(() => receiver.calls.length >= 4)
    const byReason = new Map(receiver.calls.map(({ json }) => [json.data.reason, json.id]))
    const ids = ['a', 'b', 'c', 'd'].map((reason) => byReason.get(reason) ?? '')
    expect(new Set(ids).size).toBe(4)
    expect([...ids].sort()).toEqual(ids)
  })

  test('a process that dies between commit and delivery: the next one delivers, under the same id', async () => {
    const store = await open()
    const died = await openRig(store, { start: false })
    const receiver = await openReceiver()
    await configure(died, { url: receiver.url })
    await died.announce(stateNews('kept'))
    expect(receiver.calls).toEqual([])
    const waiting = await store.read.selectFrom('delivery').select(['state', 'event_id']).execute()
    expect(waiting).toMatchObject([{ state: 'pending' }])
    await openRig(store)
    await until(() => receiver.calls.length === 1)
    expect(receiver.calls[0]?.headers['webhook-id']).toBe(waiting[0]?.event_id)
  })

  test('a failed delivery comes again on the schedule under its id, and ends in the dead letters', async () => {
    const moving = movableClock()
    const rig = await openRig(await open(), { moving })
    const receiver = await openReceiver((_call, response) => response.writeHead(500).end())
    await configure(rig, { url: receiver.url })
    await rig.announce(stateNews('one'))
    await until(
      async () => (await deliveries(rig))[0]?.state === 'dead',
      () => moving.advance(3_600_000),
    )
    expect(receiver.calls).toHaveLength(11)
    expect(new Set(receiver.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect((await deliveries(rig))[0]).toMatchObject({ attempts: 11, lastStatus: 500 })
  })

  test('Retry-After is honoured', async () => {
    const moving = movableClock()
    const rig = await openRig(await open(), { moving })
    let healed = false
    const receiver = await openReceiver((_call, response) => {
      response.writeHead(healed ? 200 : 503, { 'retry-after': '600' }).end()
    })
    await configure(rig, { url: receiver.url })
    await rig.announce(stateNews('one'))
    await until(async () => (await deliveries(rig))[0]?.attempts === 1)
    healed = true
    moving.advance(599_000)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(receiver.calls).toHaveLength(1)
    moving.advance(1_000)
    await until(() => receiver.calls.length === 2)
  })

  test('410 switches the webhook off and cancels what waits for it', async () => {
    const rig = await openRig(await open())
    const receiver = await openReceiver((_call, response) => response.writeHead(410).end())
    await configure(rig, { url: receiver.url })
    await Promise.all(['a', 'b', 'c'].map((reason) => rig.announce(stateNews(reason, 'chat'))))
    await until(async () => (await deliveries(rig)).every(({ state }) => state !== 'pending'))
    expect((await deliveries(rig)).map(({ state }) => state).sort()).toEqual(['cancelled', 'cancelled', 'dead'])
    const shown = await rig.call('GET', '/api/events/getWebhook/shop?label=default')
    expect(shown.body).toMatchObject({ webhook: { enabled: false, url: receiver.url } })
  })

  test('switching a webhook off cancels what waits for it', async () => {
    const rig = await openRig(await open(), { moving: movableClock() })
    const receiver = await openReceiver((_call, response) => response.writeHead(500).end())
    await configure(rig, { url: receiver.url })
    await rig.announce(stateNews('one'))
    await until(async () => (await deliveries(rig))[0]?.attempts === 1)
    await configure(rig, { enabled: false })
    expect(await deliveries(rig)).toMatchObject([{ state: 'cancelled', attempts: 1 }])
  })

  test('deliveries of one chat keep their order, and chats do not wait for each other', async () => {
    const rig = await openRig(await open())
    const receiver = await openReceiver((call, response) => {
      setTimeout(() => response.end(), call.json.data.reason.startsWith('slow') ? 40 : 0)
    })
    await configure(rig, { url: receiver.url })
    const told = Array.from({ length: 12 }, (_, index) => String(index).padStart(2, '0'))
    await Promise.all(
      told.flatMap((index) => [
        rig.announce(stateNews(`slow ${index}`, 'slow chat')),
        rig.announce(stateNews(`quick ${index}`, 'quick chat')),
      ]),
    )
    await until(() => receiver.calls.length === 24)
    const order = receiver.calls.map(({ json }) => json.data.reason)
    expect(order.filter((reason) => reason.startsWith('slow'))).toEqual(told.map((index) => `slow ${index}`))
    expect(order.filter((reason) => reason.startsWith('quick'))).toEqual(told.map((index) => `quick ${index}`))
    expect(order.indexOf('quick 11')).toBeLessThan(order.indexOf('slow 11'))
  })

  test('a failing delivery holds back its chat for three attempts, then it is overtaken', async () => {
    const moving = movableClock()
    const rig = await openRig(await open(), { moving })
    const receiver = await openReceiver((call, response) => {
      response.writeHead(call.json.data.reason === 'poison' ? 500 : 200).end()
    })
    await configure(rig, { url: receiver.url })
    await rig.announce(stateNews('poison', 'chat'))
    await rig.announce(stateNews('second', 'chat'))
    await rig.announce(stateNews('third', 'chat'))
    await rig.announce(stateNews('elsewhere', 'another chat'))
    await until(
      () => receiver.calls.length === 6,
      () => moving.advance(1_000),
    )
    const told = receiver.calls.map(({ json }) => json.data.reason)
    expect(told.filter((reason) => reason !== 'elsewhere')).toEqual(['poison', 'poison', 'poison', 'second', 'third'])
    expect(told.indexOf('elsewhere')).toBeLessThan(told.indexOf('second'))
  })

  test('an address that is private when it is dialled is not called, and the delivery says so', async () => {
    const store = await open()
    const receiver = await openReceiver()
    const wide = await openRig(store)
    await configure(wide, { url: receiver.url })
    await wide.events.stop()
    const narrow = await openRig(store, { allow: [] })
    await narrow.announce(stateNews('one'))
    await until(async () => (await deliveries(narrow))[0]?.attempts === 1)
    expect((await deliveries(narrow))[0]).toMatchObject({ state: 'pending', lastError: 'address_refused' })
    expect(receiver.calls).toEqual([])
  })

  test('stopping cuts a call that takes too long, and the next process makes it again', async () => {
    const store = await open()
    const rig = await openRig(store)
    let held = true
    const receiver = await openReceiver((_call, response) => {
      if (!held) response.end()
    })
    await configure(rig, { url: receiver.url })
    await rig.announce(stateNews('one'))
    await until(() => receiver.calls.length === 1)
    const began = systemClock.now()
    await rig.events.stop()
    expect(systemClock.now() - began).toBeLessThan(4_000)
    held = false
    const next = await openRig(store)
    await until(async () => (await deliveries(next))[0]?.state === 'delivered')
    expect((await deliveries(next))[0]).toMatchObject({ attempts: 1 })
  })
})

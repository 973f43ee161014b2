import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { createEgress } from '../platform/egress/egress.ts'
import { silentLog } from '../platform/log.ts'
import { createSealer } from '../platform/secret/index.ts'
import { attempt } from './attempt.ts'
import { createCallsUnderWay } from './calls-under-way.ts'
import type { InstanceWords } from './domain/envelope.ts'
import { openReceiver, openRig, stateNews, until } from './rig.suite.ts'

describeStores((open) => {
  /** An attempt that has read its letter, and goes on when `goOn` is called. */
  async function openAttempt() {
    const store = await open()
    const rig = await openRig(store, { start: false })
    const receiver = await openReceiver()
    const configure = (body: object) => rig.call('POST', '/api/events/webhook/shop', body)
    await configure({ url: receiver.url })
    await rig.announce({ ...stateNews('one'), messageId: 'A' })
    const { id, webhook_id, event_seq } = await store.read.selectFrom('delivery').selectAll().executeTakeFirstOrThrow()
    const egress = createEgress({ allow: ['127.0.0.0/8'], clock: systemClock })
    onTestFinished(() => egress.close())
    const underWay = createCallsUnderWay()
    const words = Promise.withResolvers<InstanceWords>()
    let asked = 0
    const wordsOf = () => {
      asked += 1
      return words.promise
    }
    const sealer = createSealer(new Uint8Array(32).fill(7))
    const deps = { store, sealer, egress, clock: systemClock, log: silentLog, wordsOf, underWay }
    const outcome = attempt(deps, id, new AbortController().signal)
    await until(() => asked === 1)
    const goOn = () => words.resolve({ baseUrl: '', instance: 'shop' })
    return { outcome, goOn, configure, underWay, webhookId: webhook_id, eventSeq: event_seq, receiver, store, rig }
  }

  test('a webhook that is switched off while its letter is read is not called', async () => {
    const { outcome, goOn, configure, underWay, webhookId, receiver } = await openAttempt()
    await configure({ enabled: false })
    underWay.webhookEnded(webhookId)
    goOn()
    expect(await outcome).toEqual({ type: 'gone' })
    expect(receiver.calls).toEqual([])
  })

  test('a letter goes to the address that its webhook has when it is called', async () => {
    const { outcome, goOn, configure, underWay, webhookId, receiver } = await openAttempt()
    const other = await openReceiver()
    await configure({ url: other.url })
    underWay.webhookChanged(webhookId, true)
    goOn()
    expect(await outcome).toMatchObject({ type: 'tried', status: 200 })
    expect([receiver.calls.length, other.calls.length]).toEqual([0, 1])
  })

  test('a webhook that is paused while its letter is read is not called, and what waits goes on waiting', async () => {
    const { outcome, goOn, underWay, webhookId, receiver, rig } = await openAttempt()
    const paused = await rig.call('POST', '/api/events/pauseWebhook/shop', { label: 'default', paused: true })
    expect(paused.status).toBe(200)
    underWay.webhookPaused(webhookId)
    goOn()
    expect(await outcome).toEqual({ type: 'held' })
    expect(receiver.calls).toEqual([])
  })

  test('a message that is erased while its letter is read is not sent', async () => {
    const { outcome, goOn, underWay, eventSeq, receiver, store, rig } = await openAttempt()
    await store.write((unit) => rig.events.blank(unit, { instanceId: 'ins_shop', messageId: 'A', blanking: 'values' }))
    underWay.eventsErased([eventSeq], true)
    goOn()
    expect(await outcome).toEqual({ type: 'gone' })
    expect(receiver.calls).toEqual([])
  })

  test('a quote that is erased while its letter is read is not sent, and the rest is', async () => {
    const { outcome, goOn, underWay, eventSeq, receiver, store } = await openAttempt()
    const data = JSON.stringify({ reason: 'without the quote' })
    await store.write(({ sql }) => sql.updateTable('event').set({ data }).execute())
    underWay.eventsErased([eventSeq], false)
    goOn()
    expect(await outcome).toMatchObject({ type: 'tried', status: 200 })
    expect(receiver.calls.map(({ json }) => json.data.reason)).toEqual(['without the quote'])
  })
})

test('calls of others, and those that are over, are left alone', () => {
  const underWay = createCallsUnderWay()
  const calls = ['whk_a', 'whk_b', 'whk_c'].map((webhookId, index) => {
    const call = underWay.begin()
    call.read()
    call.belongsTo(webhookId, webhookId === 'whk_c' ? 'ins_2' : 'ins_1', index)
    return call
  })
  const state = () => calls.map((call) => `${call.isOld()} ${call.ended().aborted}`)
  underWay.eventsErased([7], true)
  expect(state()).toEqual(['false false', 'false false', 'false false'])
  underWay.eventsErased([2], false)
  expect(state()).toEqual(['false false', 'false false', 'true false'])
  calls[2]?.read()
  underWay.webhookChanged('whk_a', false)
  expect(state()).toEqual(['true false', 'false false', 'false false'])
  underWay.webhookEnded('whk_b')
  expect(state()).toEqual(['true false', 'true true', 'false false'])
  calls[0]?.over()
  underWay.instanceEnded('ins_1')
  expect(state()).toEqual(['true false', 'true true', 'false false'])
  underWay.instanceEnded('ins_2')
  expect(state()).toEqual(['true false', 'true true', 'true true'])
})

import { expect, test } from 'vitest'
import type { Clock } from '../kernel/clock.ts'
import type { Store } from '../platform/db/store.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import type { Line, LineState, Outgoing } from '../whatsapp/port.ts'
import { dispatch } from './dispatch.ts'
import { receiveAck } from './receive-news.ts'
import { ANA, keptMessage, lineThat, openSends, PARCEL } from './send-rig.suite.ts'
import { insertMessage } from './store.ts'

const CALL = { hold: () => true }
const HOUR_MS = 3_600_000
const OPEN: LineState = { type: 'open', me: { jid: null, lid: null } }
const LOST: LineState = { type: 'waiting', reason: 'connection_lost', retryAt: 0 }

/** A clock that stands still; what waits on it is woken by its delay. */
function heldClock() {
  let now = Date.now()
  const alarms = new Map<() => void, number>()
  const clock: Clock = {
    now: () => now,
    after(delayMs, task) {
      alarms.set(task, delayMs)
      return { cancel: () => void alarms.delete(task) }
    },
  }
  function ring(delayMs: number): void {
    now += delayMs
    for (const [task, due] of [...alarms]) if (due === delayMs && alarms.delete(task)) task()
  }
  return { clock, ring, delays: () => [...alarms.values()] }
}

describeStores((open) => {
  async function pacedSends(minSendIntervalMs: number) {
    const { clock, ring, delays } = heldClock()
    const asked: Outgoing[] = []
    let state: LineState = OPEN
    const line: Line = Object.defineProperty(
      lineThat(async (outgoing) => void asked.push(outgoing)),
      'state',
      { get: () => state },
    )
    const be = (next: LineState) => {
      state = next
    }
    const store = await open()
    const rig = await openSends(store, line, clock)
    const settings = { minSendIntervalMs }
    await store.write(({ sql }) =>
      sql
        .updateTable('instance')
        .set({ settings: JSON.stringify(settings) })
        .execute(),
    )
    const send = (call = CALL) => dispatch(rig.deps, line, { ...rig.sender, settings }, call, PARCEL)
    return { ...rig, store, line, be, asked, send, ring, delays }
  }

  test('a call whose turn is far gets its message back as queued after 30 s, and it goes out in its turn', async () => {
    const { send, ring, delays, asked, states, ack } = await pacedSends(HOUR_MS)
    const sending = send()
    await expect.poll(delays).toContain(3 * HOUR_MS)
    ring(30_000)
    expect((await sending).state).toBe('queued')
    expect([asked, await states()]).toEqual([[], ['queued']])
    ring(3 * HOUR_MS)
    await expect.poll(() => asked.length).toBe(1)
    await ack(asked[0]?.messageId ?? '')
    expect(await states()).toEqual(['sent'])
  })

  test('a paced message that was told as queued does not fail when its line reconnects at its turn', async () => {
    const { send, be, ring, delays, asked, states, ack } = await pacedSends(HOUR_MS)
    const sending = send()
    await expect.poll(delays).toContain(3 * HOUR_MS)
    ring(30_000)
    expect((await sending).state).toBe('queued')
    be(LOST)
    ring(3 * HOUR_MS)
    await expect.poll(delays).toContain(500)
    expect([asked, await states()]).toEqual([[], ['queued']])
    be(OPEN)
    ring(500)
    const nextTurn = 3 * HOUR_MS - 500
    await expect.poll(delays).toContain(nextTurn)
    ring(nextTurn)
    await expect.poll(() => asked.length).toBe(1)
    await ack(asked[0]?.messageId ?? '')
    expect(await states()).toEqual(['sent'])
  })

  test('a paced call whose line is closed at its turn, while it waits, is told so at once', async () => {
    const { send, be, ring, delays, states } = await pacedSends(7_000)
    const sending = send()
    sending.catch(() => {})
    await expect.poll(delays).toContain(21_000)
    be(LOST)
    ring(21_000)
    await expect(sending).rejects.toMatchObject({ code: 'instance_not_connected', http: 503 })
    expect(await states()).toEqual(['failed'])
  })

  test('somebody who wrote to us is no first contact', async () => {
    const { store, send, delays } = await pacedSends(HOUR_MS)
    await store.write(({ sql }) => insertMessage(sql, keptMessage({ id: 'theirs' })))
    void send().catch(() => {})
    await expect.poll(delays).toContain(HOUR_MS)
    expect(delays()).not.toContain(3 * HOUR_MS)
  })

  test('a message that failed, or waits, makes nobody known', async () => {
    const { store, send, delays } = await pacedSends(HOUR_MS)
    for (const state of ['failed', 'queued', 'sending'] as const) {
      await store.write(({ sql }) => insertMessage(sql, keptMessage({ id: state, state })))
    }
    void send().catch(() => {})
    await expect.poll(delays).toContain(3 * HOUR_MS)
  })

  test('an instance that keeps no distance reads nothing before it sends', async () => {
    const { deps, line, sender, asked, ack } = await pacedSends(0)
    const blind = { ...deps.store, read: null } as unknown as Store
    const sending = dispatch({ ...deps, store: blind }, line, sender, CALL, PARCEL)
    await expect.poll(() => asked.length).toBe(1)
    await ack(asked[0]?.messageId ?? '')
    expect((await sending).state).toBe('sent')
  })

  test('a first contact that waits its turn when a 463 comes fails at once, and is told the caller', async () => {
    const { deps, store, sender, send, delays, states, told } = await pacedSends(HOUR_MS)
    await store.write(({ sql }) => insertMessage(sql, keptMessage({ id: 'refused', state: 'sending', chat_key: 'x' })))
    const sending = send()
    sending.catch(() => {})
    await expect.poll(delays).toContain(3 * HOUR_MS)
    const failure = { code: '463', reason: 'account_restricted' as const }
    await receiveAck(deps, sender.id, { type: 'ack', messageId: '3EB0refused', chat: ANA, failure, at: 1_000 })
    await expect(sending).rejects.toMatchObject({ code: 'account_restricted', http: 503 })
    expect(await states()).toEqual(['failed', 'failed'])
    expect(told).toContainEqual({
      type: 'instance.state',
      data: expect.objectContaining({ reason: 'account_restricted' }),
    })
  })
})

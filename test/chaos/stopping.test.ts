import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { control } from '../journey/sandbox.ts'
import { type Fleet, openFleet, type Ship } from './fleet.ts'
import { type AskedSend, addPerson, arrivedAt, judgeSends, NOTHING_WRONG, readSends } from './sends.ts'
import { type SlowReceiver, startSlowReceiver } from './slow-receiver.ts'

/** What `SIGTERM` promises. */
const ENDS_WITHIN_MS = 10_000
const IN_FLIGHT = 20
const SLOW_MS = 700

let fleet: Fleet
let slow: SlowReceiver
let deaf: SlowReceiver
const people: string[] = []

/** Linked: two that send, one that is logging in, one that waits to dial again. */
let [busy, plain, connecting, waiting]: Ship[] = []

beforeAll(async () => {
  // Real waits between dials: one of them has to be caught waiting.
  fleet = await openFleet({ instances: 4, environment: { WHATSAPP_TIME_SCALE: '1' } })
  ;[busy, plain, connecting, waiting] = fleet.ships
  slow = await startSlowReceiver(SLOW_MS)
  deaf = await startSlowReceiver(null)
  for (let index = 0; index < IN_FLIGHT; index += 1) people.push(await addPerson(fleet.sandbox, index))
}, 180_000)

afterAll(async () => {
  await fleet?.close()
  await slow?.close()
  await deaf?.close()
})

function named(ship: Ship | undefined): Ship {
  if (!ship) throw new Error('there is no such ship')
  return ship
}

async function send(ship: Ship, index: number, delay = 0): Promise<AskedSend> {
  const mark = `${ship.name}-text-${index}-${delay}`
  const body = { number: people[index % people.length], message: mark, delay }
  const path = `/api/message/text/${ship.name}`
  const reply = await fleet.gateway.call('POST', path, { body, key: mark }).catch(() => null)
  return { mark, status: reply?.status ?? null, messageId: reply?.body.data?.messageId ?? null }
}

function listen(ship: Ship): Promise<{ closed: Promise<number> }> {
  const address = `${fleet.gateway.baseUrl().replace('http', 'ws')}/ws/${ship.name}`
  const socket = new WebSocket(address, { headers: { token: 'account-token-of-the-kill-test' } })
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  return new Promise((resolve, reject) => socket.on('open', () => resolve({ closed })).on('error', reject))
}

async function subscribe(ship: Ship, { url }: SlowReceiver): Promise<void> {
  const body = { enabled: true, url, events: ['message.exchange', 'message.status'] }
  const { status, body: said } = await fleet.gateway.call('POST', `/api/events/webhook/${ship.name}`, { body })
  if (status !== 200) throw new Error(`no webhook: ${JSON.stringify(said)}`)
}

test('SIGTERM in the middle of everything: nothing begins, what is in hand ends or is handed back, and it exits with 0', async () => {
  const { gateway, sandbox } = fleet
  const [one, other, third, fourth] = [named(busy), named(plain), named(connecting), named(waiting)]
  await subscribe(one, slow)
  await subscribe(other, deaf)
  await gateway.call('POST', `/api/events/websocket/${one.name}`, { body: { enabled: true } })
  const listener = await listen(one)
  for (const name of ['unlinked', 'unasked']) await gateway.call('POST', '/api/instance/new', { body: { name } })
  await gateway.call('GET', '/api/instance/connect/unlinked')
  const form = { number: people[0], message: 'held', flowToken: 'held' }
  const { messageId } = (await gateway.call('POST', `/api/message/form/${other.name}`, { body: form })).body.data

  await control(sandbox, 'faults', { account: third.phone, delayMs: 30_000, drop: 'kill' })
  await control(sandbox, 'faults', { account: fourth.phone, offline: 600_000 })
  await fleet.until('connecting', [third])
  await fleet.until('disconnected', [fourth])
  const asked: Promise<AskedSend>[] = [send(other, 0), send(one, 0)]
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200])
  await expect.poll(() => [slow.open() > 0, deaf.open() > 0]).toEqual([true, true])
  // Verdicts come late: these calls are held when it ends.
  await control(sandbox, 'faults', { account: one.phone, delayMs: 2_000 })
  for (let index = 1; index < IN_FLIGHT; index += 1) asked.push(send(one, index), send(other, index, 20))
  const look = `/api/form/get/${other.name}?messageId=${messageId}&wait=60`
  const held = gateway.call('GET', look)
  const queued = () => readSends(fleet.dataDir).filter(({ state }) => state === 'queued').length
  await expect.poll(queued, { timeout: 30_000 }).toBe(IN_FLIGHT - 1)

  const askedAt = performance.now()
  const stopped = gateway.stop()
  const late: (number | 'refused')[] = []
  const knocking = (async () => {
    for (let isOver = false; !isOver; ) {
      const reply = await gateway.call('GET', '/api/instance/list').catch(() => null)
      late.push(reply?.status ?? 'refused')
      isOver = await Promise.race([stopped.then(() => true), new Promise<false>((go) => setTimeout(go, 20, false))])
    }
  })()
  expect(await stopped).toBe(0)
  expect(performance.now() - askedAt).toBeLessThan(ENDS_WITHIN_MS)
  await knocking
  expect(await listener.closed).toBe(1001)
  expect((await held).status).toBe(200)
  // The first may have been in before the signal was.
  const [, ...later] = late
  expect(new Set(later)).toEqual(later.includes(503) ? new Set([503, 'refused']) : new Set(['refused']))
  const { accounts } = await fleet.visits()
  expect(fleet.ships.map(({ phone }) => accounts[phone]?.open)).toEqual([0, 0, 0, 0])
  const broken = (await Promise.all(asked)).filter(({ status }) => status === null)
  expect(broken).toEqual([])

  await control(sandbox, 'faults', {})
  for (const { account } of fleet.ships.map(({ phone }) => ({ account: phone }))) {
    await control(sandbox, 'faults', { account })
  }
  slow.holdMs = 0
  deaf.holdMs = 0
  await gateway.start()
  await fleet.until('connected')
  const isQuiet = () => readSends(fleet.dataDir).every(({ state }) => state !== 'queued' && state !== 'sending')
  await expect.poll(isQuiet, { timeout: 30_000 }).toBe(true)
  const copies = await arrivedAt(sandbox, people)
  expect(judgeSends(await Promise.all(asked), readSends(fleet.dataDir), copies, Date.now())).toEqual(NOTHING_WRONG)
  expect([...copies.values()].filter((count) => count > 1)).toEqual([])

  for (const { name } of [one, other]) {
    const waits = async () => (await gateway.call('GET', `/api/events/deliveries/${name}?limit=200`)).body.deliveries
    const states = async () => [...new Set((await waits()).map(({ state }: { state: string }) => state))]
    await expect.poll(states, { timeout: 30_000 }).toEqual(['delivered'])
  }
  const again = [slow, deaf].flatMap(({ came }) => [...came].filter(([, { confirmed }]) => confirmed > 1))
  expect(again).toEqual([])
}, 180_000)

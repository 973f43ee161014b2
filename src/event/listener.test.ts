import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { systemClock } from '../kernel/clock.ts'
import type { KeptEvent } from './domain/envelope.ts'
import { createListener } from './listener.ts'
import { until } from './rig.suite.ts'

const servers: WebSocketServer[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    for (const client of server.clients) client.terminate()
    server.close()
  }
})

function event(seq: number): KeptEvent {
  return { seq, id: `evt_${seq}`, instanceId: 'ins_shop', type: 'instance.state', at: 0, data: '{}' }
}

/** A listener on a real socket, over a stand-in for the store; what the other side got, by id. */
async function listen(eventsAfter: (sequence: number) => Promise<KeptEvent[]>) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  servers.push(server)
  await once(server, 'listening')
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const got: string[] = []
  client.on('message', (text) => {
    const frame = JSON.parse(String(text)) as { id?: string; event: string }
    got.push(frame.id ?? frame.event)
  })
  const [socket] = (await once(server, 'connection')) as [WebSocket]
  const listener = createListener(
    { clock: systemClock, eventsAfter: (_instanceId, sequence) => eventsAfter(sequence) },
    socket,
    { instanceId: 'ins_shop', words: { baseUrl: '', instance: 'shop' }, types: [], live: false },
  )
  return { listener, got }
}

test('an event told while the replay reads, too late for that reading, is read by the next', async () => {
  const stored = [event(1)]
  let readings = 0
  const { listener, got } = await listen(async (sequence) => {
    readings += 1
    const seen = stored.filter(({ seq }) => seq > sequence)
    if (readings === 2) {
      stored.push(event(2))
      listener.tell(event(2))
    }
    return seen
  })
  await listener.replay(0)
  listener.tell(event(3))
  await until(() => got.length === 4)
  expect(got).toEqual(['evt_1', 'evt_2', 'replay.done', 'evt_3'])
})

test('an event that was read before it was told is not sent twice', async () => {
  const { listener, got } = await listen(async (sequence) => [event(1), event(2)].filter(({ seq }) => seq > sequence))
  await listener.replay(0)
  listener.tell(event(2))
  listener.tell(event(3))
  await until(() => got.includes('evt_3'))
  expect(got).toEqual(['evt_1', 'evt_2', 'replay.done', 'evt_3'])
})

test('a replay ends after ten thousand events and says that it was cut', async () => {
  const { listener, got } = await listen(async (sequence) =>
    Array.from({ length: 200 }, (_, index) => event(sequence + index + 1)),
  )
  await listener.replay(0)
  await until(() => got.length === 10_001)
  expect(got.slice(-2)).toEqual(['evt_10000', 'replay.done'])
})

test('an event larger than all that a slow reader may have waiting cuts no quick one', async () => {
  const { listener, got } = await listen(async () => [])
  await listener.replay(0)
  listener.tell({ ...event(1), data: JSON.stringify({ raw: 'x'.repeat(8_000_000) }) })
  await until(() => got.includes('evt_1'))
  listener.tell(event(2))
  await until(() => got.includes('evt_2'))
  expect(got).toEqual(['replay.done', 'evt_1', 'evt_2'])
})

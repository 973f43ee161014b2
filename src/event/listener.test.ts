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
async function listen(stored: (after: number) => Promise<KeptEvent[]>, newest: number, live = false) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  servers.push(server)
  await once(server, 'listening')
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const got: string[] = []
  client.on('message', (text) => {
    const frame = JSON.parse(String(text)) as { id?: string; event: string; truncated?: boolean }
    got.push(frame.id ?? `${frame.event}${frame.truncated ? ' truncated' : ''}`)
  })
  const [socket] = (await once(server, 'connection')) as [WebSocket]
  const listener = createListener(
    {
      clock: systemClock,
      async readChunk({ after, upTo }) {
        const events = (await stored(after)).filter(({ seq }) => seq <= upTo)
        return { events, through: events.at(-1)?.seq ?? null }
      },
      newestOf: async () => newest,
      onFailure: () => {},
    },
    socket,
    { instanceId: 'ins_shop', holder: 'instance', words: { baseUrl: '', instance: 'shop' }, types: [], live },
  )
  return { listener, got }
}

/** A store in which every sequence up to `last` is an event. */
function full(last: number): (after: number) => Promise<KeptEvent[]> {
  return async (after) => Array.from({ length: Math.min(200, last - after) }, (_, index) => event(after + index + 1))
}

test('an event told while the replay reads, too late for that reading, is read by the next', async () => {
  const stored = [event(1)]
  let readings = 0
  const { listener, got } = await listen(async (after) => {
    readings += 1
    const seen = stored.filter(({ seq }) => seq > after)
    if (readings === 2) {
      stored.push(event(2))
      listener.tell(event(2))
    }
    return seen
  }, 1)
  await listener.replay(0)
  listener.tell(event(3))
  await until(() => got.length === 4)
  expect(got).toEqual(['evt_1', 'replay.done', 'evt_2', 'evt_3'])
})

test('an event that was read before it was told is not sent twice', async () => {
  const { listener, got } = await listen(full(2), 2)
  await listener.replay(0)
  listener.tell(event(2))
  listener.tell(event(3))
  await until(() => got.includes('evt_3'))
  expect(got).toEqual(['evt_1', 'evt_2', 'replay.done', 'evt_3'])
})

test('a replay ends after ten thousand events and says that it was cut', async () => {
  const { listener, got } = await listen(full(10_001), 10_001)
  await listener.replay(0)
  listener.tell(event(10_002))
  await until(() => got.length === 10_002)
  expect(got.slice(-3)).toEqual(['evt_10000', 'replay.done truncated', 'evt_10002'])
})

test('a replay of exactly ten thousand events does not say that it was cut', async () => {
  const { listener, got } = await listen(full(10_000), 10_000)
  await listener.replay(0)
  await until(() => got.length === 10_001)
  expect(got.slice(-2)).toEqual(['evt_10000', 'replay.done'])
})

test('events that come faster than they can be replayed do not keep a replay from its end, nor from being whole', async () => {
  let last = 9_990
  const { listener, got } = await listen(async (after) => {
    if (last < 12_000) listener.tell(event(++last))
    return full(last)(after)
  }, 9_990)
  await listener.replay(0)
  await until(() => got.includes(`evt_${last}`))
  expect(got.indexOf('replay.done')).toBe(9_990)
  expect(got.filter((id) => id !== 'replay.done')).toEqual(Array.from({ length: last }, (_, i) => `evt_${i + 1}`))
})

test('an event larger than all that a slow reader may have waiting cuts no quick one', async () => {
  const { listener, got } = await listen(full(0), 0)
  await listener.replay(0)
  listener.tell({ ...event(1), data: JSON.stringify({ raw: 'x'.repeat(8_000_000) }) })
  await until(() => got.includes('evt_1'))
  listener.tell(event(2))
  await until(() => got.includes('evt_2'))
  expect(got).toEqual(['replay.done', 'evt_1', 'evt_2'])
})

test('many events of one commit, more than may wait, cut no quick reader and leave no gap', async () => {
  const large = (seq: number) => ({ ...event(seq), data: JSON.stringify({ raw: 'x'.repeat(200_000) }) })
  const all = Array.from({ length: 100 }, (_, index) => large(index + 1))
  const { listener, got } = await listen(async (after) => all.slice(after, after + 5), 0, true)
  for (const one of all) listener.tell(one)
  await until(() => got.length === 100)
  expect(got).toEqual(all.map(({ id }) => id))
})

import { connect, type Socket } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestGateway } from './gateway.ts'
import { listenOn } from './listener.ts'
import { control } from './sandbox.ts'
import { ANA, openShop, SHOP, type Shop } from './shop.ts'

/** With the one that reads, all that an instance may have. */
const DEAF = 19
const ANSWERS = 80
const LENGTH = 120_000
/** Less than half of what would wait if everything did: 380 MB, for an answer stands in its event raw and read. */
const MOST_HELD = 160_000_000

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

let shop: Shop
let gateway: TestGateway
const sockets: Socket[] = []

beforeAll(async () => {
  shop = await openShop()
  gateway = shop.gateway
  await gateway.call('POST', '/api/events/websocket/shop', { body: { enabled: true } })
})

afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  await shop.close()
})

/** Bytes that this process holds, and the gateway is in it. */
function held(): number {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** A client on a bare TCP connection that reads the answer to its request and nothing more; null when it is refused. */
async function openDeaf(query: string): Promise<Socket | null> {
  const { hostname, port } = new URL(gateway.baseUrl)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  socket.write(
    `GET /ws/shop${query} HTTP/1.1\r\nHost: x\r\ntoken: ${shop.token}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  )
  const answer = await new Promise<Buffer>((resolve) => socket.once('data', resolve))
  socket.pause()
  if (!String(answer).startsWith('HTTP/1.1 101')) {
    socket.destroy()
    return null
  }
  sockets.push(socket)
  return socket
}

/** Opens as many as there may be, as soon as the places of those before are free; the most that was held meanwhile. */
async function openAll(query: string) {
  const deaf: Socket[] = []
  let peak = 0
  await expect
    .poll(
      async () => {
        for (let next = await openDeaf(query); next; next = await openDeaf(query)) deaf.push(next)
        peak = Math.max(peak, held())
        return deaf.length
      },
      { interval: 500, timeout: 120_000 },
    )
    .toBe(DEAF)
  return { deaf, peak }
}

/** How much a deaf client was sent, which it reads at last. */
async function readOut(socket: Socket): Promise<number> {
  let bytes = 0
  socket.on('data', (chunk) => {
    bytes += chunk.length
  })
  const over = new Promise<void>((resolve) => socket.on('close', () => resolve()))
  socket.resume()
  await over
  return bytes
}

test('clients that never read are cut, live and in a replay, and what waits for them stays small', async () => {
  const healthy = await listenOn(gateway, 'shop')
  await control(shop.sandbox, `phones/${ANA}/text`, { to: SHOP, text: 'first' })
  const messages = () => healthy.frames.filter(({ event }) => event === 'message.exchange')
  await expect.poll(() => messages().length).toBe(1)
  const live = await openAll('')

  const before = held()
  for (let index = 0; index < ANSWERS; index += 1) {
    const paramsJson = JSON.stringify({ flow_token: `of ${index}`, note: 'x'.repeat(LENGTH) })
    await control(shop.sandbox, `phones/${ANA}/answer`, { to: SHOP, paramsJson })
  }
  await expect.poll(() => messages().length, { timeout: 120_000 }).toBe(1 + ANSWERS)
  expect(messages().flatMap(({ data }) => data.message.interactive?.flow_token ?? [])).toEqual(
    Array.from({ length: ANSWERS }, (_, index) => `of ${index}`),
  )
  const whileLive = held() - before

  const replaying = await openAll(`?since=${healthy.frames[0]?.id}`)
  const afterwards = await openAll('')
  for (const socket of [...live.deaf, ...replaying.deaf]) {
    expect(await readOut(socket)).toBeLessThan(ANSWERS * LENGTH)
  }
  for (const most of [whileLive, replaying.peak - before, afterwards.peak - before]) {
    expect(most).toBeLessThan(MOST_HELD)
  }
}, 360_000)

import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OBSERVED } from '../chaos/fleet.ts'
import type { Held } from '../chaos/observe.ts'
import { type Served, serve } from '../kill/served.ts'
import { ACCOUNT_TOKEN, callApi, type TestGateway } from './gateway.ts'
import { listenOn } from './listener.ts'
import { control, linkInstance, type Sandbox, startSandbox } from './sandbox.ts'
import { ANA, SHOP } from './shop.ts'

/** With the one that reads, all that an instance may have. */
const DEAF = 19
const ANSWERS = 80
const LENGTH = 120_000
/** A quarter of what would wait if everything did: 380 MB, for an answer stands in its event raw and read. */
const MOST_HELD = 100_000_000

let folder = ''
let sandbox: Sandbox
let served: Served
let gateway: TestGateway
let token: string
const sockets: Socket[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'formwire-slow-'))
  sandbox = await startSandbox()
  const { whatsappUrl: WHATSAPP_URL, rootKey: WHATSAPP_ROOT_KEY } = sandbox
  // A process of its own, so that what the sandbox and the clients hold is not counted.
  served = serve({ DATA_DIR: folder, ACCOUNT_TOKEN, WHATSAPP_URL, WHATSAPP_ROOT_KEY }, OBSERVED)
  await served.start()
  const baseUrl = served.baseUrl()
  gateway = {
    baseUrl,
    accountToken: ACCOUNT_TOKEN,
    call: (method, path, call) => callApi(baseUrl, method, path, call),
    stop: async () => void (await served.stop()),
  }
  await control(sandbox, 'phones', { phone: ANA, name: 'Ana Souza' })
  ;({ token } = await linkInstance(gateway, sandbox, 'shop', SHOP))
  await gateway.call('POST', '/api/events/websocket/shop', { body: { enabled: true } })
}, 180_000)

afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  await gateway.stop()
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

/** Bytes that the gateway holds. */
const held = async () => ((await served.ask('held')) as Held).bytes

/** A client on a bare TCP connection that reads the answer to its request and nothing more; null when it is refused. */
async function openDeaf(query: string): Promise<Socket | null> {
  const { hostname, port } = new URL(gateway.baseUrl)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  socket.write(
    `GET /ws/shop${query} HTTP/1.1\r\nHost: x\r\ntoken: ${token}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
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
        peak = Math.max(peak, await held())
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
  await control(sandbox, `phones/${ANA}/text`, { to: SHOP, text: 'first' })
  const messages = () => healthy.frames.filter(({ event }) => event === 'message.exchange')
  await expect.poll(() => messages().length).toBe(1)
  const live = await openAll('')

  const before = await held()
  for (let index = 0; index < ANSWERS; index += 1) {
    const paramsJson = JSON.stringify({ flow_token: `of ${index}`, note: 'x'.repeat(LENGTH) })
    await control(sandbox, `phones/${ANA}/answer`, { to: SHOP, paramsJson })
  }
  await expect.poll(() => messages().length, { timeout: 120_000 }).toBe(1 + ANSWERS)
  expect(messages().flatMap(({ data }) => data.message.interactive?.flow_token ?? [])).toEqual(
    Array.from({ length: ANSWERS }, (_, index) => `of ${index}`),
  )
  const whileLive = (await held()) - before

  const replaying = await openAll(`?since=${healthy.frames[0]?.id}`)
  const afterwards = await openAll('')
  for (const socket of [...live.deaf, ...replaying.deaf]) {
    expect(await readOut(socket)).toBeLessThan(ANSWERS * LENGTH)
  }
  for (const most of [whileLive, replaying.peak - before, afterwards.peak - before]) {
    expect(most).toBeLessThan(MOST_HELD)
  }
}, 360_000)

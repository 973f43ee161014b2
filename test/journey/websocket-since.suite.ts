import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EngineName, makePlace, type StorePlace } from '../../src/platform/db/test-store.suite.ts'
import { startGateway, type TestGateway } from './gateway.ts'
import { type ListeningSocket, listenOn } from './listener.ts'
import { control, linkInstance, type Sandbox, startSandbox } from './sandbox.ts'
import { onPhone } from './shop.ts'

const SHOP = '5511940000001'
const PEOPLE = ['5511987654321', '5521912345678', '5531977776666']
const EVENTS = ['message.exchange', 'message.status', 'instance.state', 'form.sent', 'form.status', 'form.answered']

/** The same run again: FORMWIRE_SEED=<the seed that was printed>. */
const SEED = Number(process.env['FORMWIRE_SEED'] ?? randomInt(1, 2 ** 31))

/** Numbers in [0, below) that a seed decides (xorshift). */
function chanceOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

/** Clients that come and go with `since` while answers pour in, over restarts of the gateway. */
export function testSince(engine: EngineName): void {
  let place: StorePlace
  let sandbox: Sandbox
  let gateway: TestGateway

  const start = () => {
    const { databaseUrl, dataDir } = place.options
    const environment = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }
    return startGateway({ dataDir, sandbox, environment })
  }

  beforeAll(async () => {
    place = await makePlace(engine)
    sandbox = await startSandbox()
    gateway = await start()
    for (const phone of PEOPLE) await control(sandbox, 'phones', { phone, name: `Person ${phone}` })
    await linkInstance(gateway, sandbox, 'shop', SHOP)
    await gateway.call('POST', '/api/events/websocket/shop', { body: { enabled: true, events: EVENTS } })
  })

  afterAll(async () => {
    await gateway.stop()
    await sandbox.close()
    await place.remove()
  })

  /** Forms go out, and come back filled in; texts come in. */
  async function talk(phone: string, chance: (below: number) => number, isOver: () => boolean): Promise<void> {
    for (let turn = 0; !isOver(); turn += 1) {
      await control(sandbox, `phones/${phone}/text`, { to: SHOP, text: `turn ${turn}` })
      if (chance(3) > 0) continue
      const body = { number: phone, message: 'Your details' }
      const sent = await gateway.call('POST', '/api/message/form/shop', { body }).catch(() => null)
      if (!sent?.body.success) continue
      // The gateway may have stopped between saying so and sending it.
      const hasCome = await onPhone(sandbox, phone, sent.body.data.messageId).then(
        () => true,
        () => false,
      )
      if (!hasCome) continue
      const values = { full_name: `Person ${turn}` }
      await control(sandbox, `phones/${phone}/answer`, { messageId: sent.body.data.messageId, values })
    }
  }

  /** Comes and goes with `since`; everything that it ever got. */
  async function comeAndGo(first: string, chance: (below: number) => number, isOver: () => boolean) {
    const got: string[] = []
    let rounds = 0
    while (!isOver()) {
      const socket = await listenOn(gateway, 'shop', `?since=${got.at(-1) ?? first}`).catch(() => null)
      // The gateway is between two lives.
      if (!socket) await new Promise((resolve) => setTimeout(resolve, 20))
      else {
        rounds += 1
        const enough = 1 + chance(20)
        await expect
          .poll(() => isOver() || socket.frames.length >= enough || socket.isClosed(), { timeout: 120_000 })
          .toBe(true)
        socket.drop()
        got.push(...idsOf(socket))
      }
    }
    return { got, rounds }
  }

  test(`whoever comes and goes with since gets every event once, in order, over restarts (seed ${SEED})`, async () => {
    const chance = chanceOf(SEED)
    const before = await listenOn(gateway, 'shop')
    await control(sandbox, `phones/${PEOPLE[0]}/text`, { to: SHOP, text: 'first' })
    await expect.poll(() => before.frames.length).toBeGreaterThan(0)
    const first = before.frames[0]?.id ?? ''
    before.drop()

    let quiet = false
    let over = false
    const talking = PEOPLE.map((phone) => talk(phone, chanceOf(chance(2 ** 30) + 1), () => quiet))
    const clients = [1, 2, 3, 4].map(() => comeAndGo(first, chanceOf(chance(2 ** 30) + 1), () => over))
    for (let life = 0; life < 3; life += 1) {
      const steady = await listenOn(gateway, 'shop', `?since=${first}`)
      await expect.poll(() => steady.frames.length, { timeout: 100_000 }).toBeGreaterThan(25 * (life + 1))
      if (life < 2) {
        await gateway.stop()
        expect(await steady.closed).toBe(1001)
        gateway = await start()
      }
      steady.drop()
    }
    quiet = true
    await Promise.all(talking)
    over = true
    const told = await Promise.all(clients)
    const all = await storedAfter(first)
    expect(all.length).toBeGreaterThan(60)
    expect(all).toEqual([...new Set(all)].sort())
    expect(told.reduce((sum, { rounds }) => sum + rounds, 0)).toBeGreaterThan(8)
    for (const { got } of told) {
      const rest = await storedAfter(got.at(-1) ?? first)
      expect([...got, ...rest].slice(0, all.length)).toEqual(all)
    }
  }, 240_000)

  /** The ids of what is stored behind an event. */
  async function storedAfter(since: string): Promise<string[]> {
    const socket = await listenOn(gateway, 'shop', `?since=${since}`)
    await expect.poll(() => socket.frames.some(({ event }) => event === 'replay.done')).toBe(true)
    socket.drop()
    return idsOf(socket)
  }
}

function idsOf({ frames }: ListeningSocket): string[] {
  return frames.flatMap(({ id, event }) => (event === 'replay.done' ? [] : [id]))
}

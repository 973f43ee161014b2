import { afterAll, beforeAll, expect, test } from 'vitest'
import { control } from '../journey/sandbox.ts'
import { type Fleet, OBSERVED, openFleet } from './fleet.ts'
import type { Held } from './observe.ts'

const RECONNECTS = 8

let fleet: Fleet

beforeAll(async () => {
  fleet = await openFleet({ instances: 2, nodeOptions: OBSERVED, environment: { WHATSAPP_TIME_SCALE: '60' } })
}, 120_000)

afterAll(() => fleet?.close())

/** What the gateway holds when nothing is under way. */
async function holds() {
  const { repeating, sockets, listeners } = (await fleet.gateway.ask('held')) as Held
  return { repeating, sockets, listeners }
}

test('a number that reconnects again and again leaves no timer, socket or listener of its old connections', async () => {
  const before = await holds()
  for (let round = 0; round < RECONNECTS; round += 1) {
    const { accounts } = await fleet.visits()
    await control(fleet.sandbox, 'faults', { drop: round % 2 === 0 ? 'close' : 'kill' })
    const hasReturned = async () => {
      const now = (await fleet.visits()).accounts
      return fleet.ships.every(({ phone }) => (now[phone]?.admitted ?? 0) > (accounts[phone]?.admitted ?? 0))
    }
    await expect.poll(hasReturned, { timeout: 20_000 }).toBe(true)
    await fleet.until('connected')
  }
  await expect.poll(holds, { timeout: 20_000 }).toEqual(before)
  const { accounts } = await fleet.visits()
  for (const { phone } of fleet.ships) {
    expect(accounts[phone]).toEqual({ tried: RECONNECTS + 1, admitted: RECONNECTS + 1, open: 1 })
  }
}, 180_000)

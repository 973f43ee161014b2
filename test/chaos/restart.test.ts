import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Fleet, openFleet } from './fleet.ts'

const INSTANCES = 8

let fleet: Fleet

beforeAll(async () => {
  fleet = await openFleet({ instances: INSTANCES })
}, 300_000)

afterAll(() => fleet?.close())

test('after a restart every linked number is connected again, and none is asked for a code', async () => {
  const before = await fleet.visits()
  expect(await fleet.gateway.stop()).toBe(0)
  await fleet.gateway.start()
  await fleet.until('connected')
  const after = await fleet.visits()
  expect(after.registrations).toBe(before.registrations)
  for (const { phone } of fleet.ships) {
    const { tried = 0, admitted = 0 } = before.accounts[phone] ?? {}
    expect(after.accounts[phone]).toEqual({ tried: tried + 1, admitted: admitted + 1, open: 1 })
  }
}, 120_000)

test('a gateway that is stopped while its numbers connect ends with 0, and connects them at its next start', async () => {
  expect(await fleet.gateway.stop()).toBe(0)
  await fleet.gateway.start()
  expect(await fleet.gateway.stop()).toBe(0)
  expect(Object.values((await fleet.visits()).accounts).map(({ open }) => open)).toEqual(fleet.ships.map(() => 0))
  await fleet.gateway.start()
  await fleet.until('connected')
}, 120_000)

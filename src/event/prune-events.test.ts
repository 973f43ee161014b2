import { expect, test } from 'vitest'
import { firstIdAt } from '../kernel/id.ts'
import { DAY_MS } from '../platform/db/sweep.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { pruneOld } from './prune-events.ts'
import { findLastSequence } from './store.ts'

const START = 1_700_000_000_000

describeStores((open) => {
  /** Events of the days that are given, each with a delivery in a state, or none. */
  async function world(events: readonly { day: number; state?: 'pending' | 'delivered' }[]) {
    const store = await open()
    const instance_id = await addInstance(store)
    await store.write(async ({ sql }) => {
      const webhook = { id: 'whk', instance_id, label: 'default', enabled: 1, url: '', by_events: 0, events: '[]' }
      const sealed = { sealed_secret: Uint8Array.of(1), sealed_authorization: null }
      const times = { created_at: 1, updated_at: 1 }
      await sql
        .insertInto('webhook')
        .values({ ...webhook, ...sealed, ...times, media_base64: 0 })
        .execute()
      for (const [index, { day, state }] of events.entries()) {
        const seq = index + 1
        const at = START + day * DAY_MS
        const event = { seq, id: `evt_${seq}`, instance_id, type: 'call.update', at, data: '{}' }
        await sql.insertInto('event').values(event).execute()
        if (!state) continue
        await sql
          .insertInto('delivery')
          .values({
            ...{ id: `${firstIdAt('dlv', at)}${seq}`, instance_id, webhook_id: 'whk', event_seq: seq, state },
            ...{ event_id: event.id, event_type: event.type, next_attempt_at: at, created_at: at },
            finished_at: state === 'pending' ? null : at,
          })
          .execute()
      }
    })
    const sweepOn = (day: number, days: number) => {
      const clock = { now: () => START + day * DAY_MS, after: () => ({ cancel: () => {} }) }
      return pruneOld({ store, clock, isOver: () => false }, days)
    }
    const left = async () => [
      (await store.read.selectFrom('event').select('seq').orderBy('seq').execute()).map(({ seq }) => seq),
      (await store.read.selectFrom('delivery').select('event_seq').orderBy('id').execute()).map((row) => row.event_seq),
    ]
    return { store, sweepOn, left }
  }

  test('events and deliveries go when their time is over, but none that a delivery still waits for', async () => {
    const { sweepOn, left } = await world([
      { day: 0 },
      { day: 0, state: 'delivered' },
      { day: 0, state: 'pending' },
      { day: 9, state: 'delivered' },
      { day: 9 },
    ])
    expect(await sweepOn(9, 0)).toBe(0)
    expect(await sweepOn(9, 5)).toBe(3)
    expect(await left()).toEqual([
      [3, 4, 5],
      [3, 4],
    ])
  })

  test('events behind many that a delivery waits for are found, a few in each transaction', async () => {
    const waiting = Array.from({ length: 450 }, () => ({ day: 0, state: 'pending' as const }))
    const { store, left } = await world([...waiting, { day: 0 }, { day: 0 }, { day: 9 }, { day: 0 }])
    let writes = 0
    const counted: typeof store.write = (unit) => {
      writes += 1
      return store.write(unit)
    }
    const clock = { now: () => START + 9 * DAY_MS, after: () => ({ cancel: () => {} }) }
    expect(await pruneOld({ store: { ...store, write: counted }, clock, isOver: () => false }, 5)).toBe(2)
    expect((await left())[0]?.slice(448)).toEqual([449, 450, 453, 454])
    expect(writes).toBeGreaterThan(3)
  })

  test('the newest event stays however old it is, for sequences go on from it', async () => {
    const { store, sweepOn, left } = await world(Array.from({ length: 250 }, () => ({ day: 0 })))
    expect(await sweepOn(99, 1)).toBe(249)
    expect(await left()).toEqual([[250], []])
    expect(await findLastSequence(store.read)).toBe(250)
  })
})

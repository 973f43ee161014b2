import { expect, test } from 'vitest'
import { countPeriod } from './count-period.ts'
import type { Delivery } from './delivery-calls.ts'
import type { DeliverySearch } from './search.ts'

/** A gateway with one delivery a second in each state, the newest at second `newest`. */
function gatewayWith(newest: number) {
  const asked: string[] = []
  const list = async ({ state, cursor, limit }: DeliverySearch & { limit: number }) => {
    asked.push(`${state} ${cursor ?? ''}`.trim())
    const first = cursor === undefined ? newest : Number(cursor)
    const seconds = Array.from({ length: Math.min(limit, first) }, (_, place) => first - place)
    const deliveries = seconds.map((at) => ({ createdAt: new Date(at * 1000).toISOString() }) as Delivery)
    const rest = first - seconds.length
    return { deliveries, nextCursor: rest > 0 ? String(rest) : null }
  }
  return { asked, list }
}

const period = { label: 'crm', states: ['dead', 'cancelled'] as const, from: 0, to: 1e12 }

test('all of a webhook are counted over their pages, in each state', async () => {
  const { asked, list } = gatewayWith(450)
  expect(await countPeriod(list, period)).toEqual({ count: 900, isMore: false })
  expect(asked).toEqual(['dead', 'dead 250', 'dead 50', 'cancelled', 'cancelled 250', 'cancelled 50'])
})

test('a period is counted with its beginning and without its end, and no further', async () => {
  const { asked, list } = gatewayWith(900)
  expect(await countPeriod(list, { ...period, states: ['dead'], from: 600_000, to: 700_000 })).toEqual({
    count: 100,
    isMore: false,
  })
  expect(asked).toEqual(['dead', 'dead 700'])
})

test('a hundred thousand are not counted one by one', async () => {
  const { asked, list } = gatewayWith(100_000)
  expect(await countPeriod(list, period)).toEqual({ count: 2000, isMore: true })
  expect(asked.length).toBe(10)
})

test('tests are not counted, for they are not sent again', async () => {
  const deliveries = ['webhook.test', 'form.answered'].map(
    (event) => ({ event, createdAt: new Date(1000).toISOString() }) as Delivery,
  )
  const list = async () => ({ deliveries, nextCursor: null })
  expect(await countPeriod(list, { ...period, states: ['dead'] })).toEqual({ count: 1, isMore: false })
})

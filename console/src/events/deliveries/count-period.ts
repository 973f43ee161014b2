import { BATCH } from '../batch.ts'
import type { DeliveryPage } from './delivery-calls.ts'
import type { DeliverySearch, DeliveryState } from './search.ts'

/** Those of one webhook that may be sent again: in these states, whose event is in this time (Unix ms, end outside). */
export interface Period {
  label: string
  states: readonly DeliveryState[]
  from: number
  to: number
}

/** How many are counted one by one; of more it is said that there are more. */
const MOST_PAGES = 5

export type Counted = { count: number; isMore: boolean }

/** How many deliveries are in a period, from the newest on, without tests, which are not sent again; `isMore`: not all were looked at. */
export async function countPeriod(
  list: (query: DeliverySearch & { limit: number }) => Promise<DeliveryPage>,
  { label, states, from, to }: Period,
): Promise<Counted> {
  let [count, isMore] = [0, false]
  for (const state of states) {
    let cursor: string | null = null
    let pages = 0
    do {
      const page: DeliveryPage = await list({ label, state, limit: BATCH, ...(cursor === null ? {} : { cursor }) })
      const at = page.deliveries.map(({ createdAt }) => Date.parse(createdAt))
      const isMeant = (place: number) => page.deliveries[place]?.event !== 'webhook.test'
      count += at.filter((moment, place) => moment >= from && moment < to && isMeant(place)).length
      pages += 1
      cursor = (at.at(-1) ?? 0) < from ? null : page.nextCursor
    } while (cursor !== null && pages < MOST_PAGES)
    isMore ||= cursor !== null
  }
  return { count, isMore }
}

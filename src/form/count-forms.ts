import { setImmediate as nextTurn } from 'node:timers/promises'
import { dayIn } from '../kernel/time-zone.ts'
import type { Store } from '../platform/db/store.ts'
import { HOUR_MS } from './domain/measures.ts'
import { addToSums, noSums, type Statistics, statisticsOf } from './domain/statistics.ts'
import { readPeriod, readZone } from './read-filter.ts'
import type { CountFormsQuery } from './schema-stats.ts'
import { type CountPlace, findCounts } from './store-counts.ts'

/** So many counters are read at a time: the event loop serves others between two chunks. */
const READ_AT_ONCE = 5_000

/**
 * What became of an instance's forms, by counters of whole hours.
 * @throws request_invalid
 */
export async function countForms(
  { read }: Pick<Store, 'read'>,
  instanceId: string,
  query: CountFormsQuery,
  readAtOnce = READ_AT_ONCE,
): Promise<Statistics> {
  const zone = readZone(query.timezone)
  const { from, to } = readPeriod(query, zone)
  const filter = {
    from: from === undefined ? 0 : nearestHour(from),
    to: to === undefined ? Number.MAX_SAFE_INTEGER : nearestHour(to),
    source: query.source,
    formType: query.formType,
    formName: query.formName,
  }
  const sums = noSums()
  const dayOf = createDayReader(zone)
  for (let after: CountPlace | null = null; ; ) {
    const counts = await findCounts(read, instanceId, filter, after, readAtOnce)
    addToSums(sums, counts, dayOf)
    after = counts.at(-1) ?? null
    if (counts.length < readAtOnce) return statisticsOf(sums)
    await nextTurn()
  }
}

/** Periods that follow on one another count each hour once, also where days begin at half past. */
function nearestHour(at: number): number {
  return Math.round(at / HOUR_MS) * HOUR_MS
}

/** Counters come hour by hour, and asking a zone is dear. */
function createDayReader(zone: string): (at: number) => string {
  let last = { at: Number.NaN, day: '' }
  return (at) => {
    if (last.at !== at) last = { at, day: dayIn(zone, at) }
    return last.day
  }
}

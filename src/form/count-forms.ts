import { setImmediate as nextTurn } from 'node:timers/promises'
import { dayIn } from '../kernel/time-zone.ts'
import type { Sql, Store } from '../platform/db/store.ts'
import { HOUR_MS } from './domain/measures.ts'
import {
  addBesideHours,
  addDays,
  addHours,
  addToSums,
  noSums,
  type Statistics,
  type Sums,
  statisticsOf,
} from './domain/statistics.ts'
import { DAY_MS, type Sum } from './domain/sums.ts'
import { readPeriod, readZone } from './read-filter.ts'
import type { CountFormsQuery } from './schema-stats.ts'
import { type Count, type CountFilter, type CountPlace, findCounts, findSums } from './store-counts.ts'

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
  const dayOf = createDayReader(zone)
  const isNarrowed = [filter.source, filter.formType, filter.formName].some((given) => given !== undefined)
  const sums = isNarrowed
    ? await sumCounters(read, instanceId, filter, readAtOnce, (into, counts) => addToSums(into, counts, dayOf))
    : await readSums(read, instanceId, filter, readAtOnce, dayOf)
  return statisticsOf(sums)
}

/** Out of sums: of a year they are some ten thousand rows, where counters are millions. The ends of the period are counters. */
async function readSums(
  sql: Sql,
  instanceId: string,
  { from, to }: { from: number; to: number },
  readAtOnce: number,
  dayOf: (at: number) => string,
): Promise<Sums> {
  const sums = noSums()
  const firstDay = Math.min(to, Math.ceil(from / DAY_MS) * DAY_MS)
  const lastDay = Math.max(firstDay, Math.floor(to / DAY_MS) * DAY_MS)
  await eachSum(sql, instanceId, { span: 'hour', from, to }, readAtOnce, (found) => addHours(sums, found, dayOf))
  await eachSum(sql, instanceId, { span: 'day', from: firstDay, to: lastDay }, readAtOnce, (found) =>
    addDays(sums, found),
  )
  for (const end of [
    { from, to: firstDay },
    { from: lastDay, to },
  ]) {
    if (end.from < end.to) await sumCounters(sql, instanceId, end, readAtOnce, addBesideHours, sums)
  }
  return sums
}

async function eachSum(
  sql: Sql,
  instanceId: string,
  period: { span: Sum['span']; from: number; to: number },
  readAtOnce: number,
  add: (found: readonly Omit<Sum, 'span'>[]) => void,
): Promise<void> {
  for (let after: Omit<Sum, 'span'> | null = null; ; ) {
    const found = await findSums(sql, instanceId, period, after, readAtOnce)
    add(found)
    after = found.at(-1) ?? null
    if (found.length < readAtOnce) return
    await nextTurn()
  }
}

async function sumCounters(
  sql: Sql,
  instanceId: string,
  filter: CountFilter,
  readAtOnce: number,
  add: (sums: Sums, counts: readonly Count[]) => void,
  sums = noSums(),
): Promise<Sums> {
  for (let after: CountPlace | null = null; ; ) {
    const counts = await findCounts(sql, instanceId, filter, after, readAtOnce)
    add(sums, counts)
    after = counts.at(-1) ?? null
    if (counts.length < readAtOnce) return sums
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

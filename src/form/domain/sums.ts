import { HOUR_MS } from './measures.ts'

export const DAY_MS = 24 * HOUR_MS

/** What is counted by the hour, source, type and name. */
export interface CountedBy {
  hour: number
  source: string
  form_type: string
  form_name: string
}

/**
 * What is summed up over all sources, types and names: how far forms came by the hour, for days begin at another one in
 * each zone; the rest by the day of UTC. `measure` is that of the counters, or of a group
 * `total:<by>:<name>` or `answered:<by>:<name>`, with `by` out of `GROUPS`. It is stored: change it with a migration.
 */
export interface Sum {
  span: 'hour' | 'day'
  at: number
  measure: string
  n: number
}

/** By what forms are grouped. */
export const GROUPS = ['source', 'form_type', 'form_name'] as const

/** Whether a measure is summed up by the hour. */
export function isHourly(measure: string): boolean {
  return measure.startsWith('state:') || measure.startsWith('reached:') || measure === 'answers'
}

/** What changes in the sums when counters of one key change. Pure. */
export function sumsOf(key: CountedBy, change: Iterable<readonly [measure: string, n: number]>): Sum[] {
  const day = key.hour - (key.hour % DAY_MS)
  const sums: Sum[] = []
  let [total, answered] = [0, 0]
  for (const [measure, n] of change) {
    if (measure.startsWith('state:')) total += n
    if (measure === 'reached:answered') answered += n
    sums.push(isHourly(measure) ? { span: 'hour', at: key.hour, measure, n } : { span: 'day', at: day, measure, n })
  }
  for (const by of GROUPS) {
    if (total !== 0) sums.push({ span: 'day', at: day, measure: `total:${by}:${key[by]}`, n: total })
    if (answered !== 0) sums.push({ span: 'day', at: day, measure: `answered:${by}:${key[by]}`, n: answered })
  }
  return sums
}

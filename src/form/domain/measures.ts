import type { SendState } from '../../kernel/send-state.ts'

/** What of a form is counted. Times are Unix milliseconds. */
export interface CountedForm {
  state: SendState
  failureCode: string | null
  createdAt: number
  sentAt: number | null
  deliveredAt: number | null
  readAt: number | null
  answeredAt: number | null
}

/** What a counter counts, as its row names it. */
export type Measure =
  | `state:${SendState}`
  | `reached:${Reached}`
  | `failure:${string}`
  | `wait:${number}`
  /** Submissions, revisions too; in the hour in which they came. */
  | 'answers'

/** How far forms came, each implying the ones before it, whether its own receipt was seen or not. */
export const REACHED = ['sent', 'delivered', 'read', 'answered'] as const

export type Reached = (typeof REACHED)[number]

export const HOUR_MS = 3_600_000

export function hourOf(at: number): number {
  return Math.floor(at / HOUR_MS) * HOUR_MS
}

/** What has to be added to the counters when a form changes; `before` is null for a new one. Pure. */
export function changeOfMeasures(before: CountedForm | null, after: CountedForm): Map<Measure, number> {
  const change = new Map<Measure, number>()
  for (const measure of measuresOf(after)) change.set(measure, 1)
  for (const measure of before ? measuresOf(before) : []) {
    if (change.get(measure) === 1) change.delete(measure)
    else change.set(measure, -1)
  }
  return change
}

function measuresOf(form: CountedForm): Measure[] {
  const reached = REACHED.slice(0, stepsOf(form))
  return [
    `state:${form.state}`,
    ...reached.map((step): Measure => `reached:${step}`),
    ...(form.state === 'failed' ? [`failure:${form.failureCode ?? 'unknown'}` as const] : []),
    ...(form.answeredAt === null ? [] : [`wait:${bucketOf(secondsToAnswer(form, form.answeredAt))}` as const]),
  ]
}

function stepsOf({ sentAt, deliveredAt, readAt, answeredAt }: CountedForm): number {
  const seen = [sentAt, deliveredAt, readAt, answeredAt]
  return seen.findLastIndex((at) => at !== null) + 1
}

function secondsToAnswer({ sentAt, createdAt }: CountedForm, answeredAt: number): number {
  return Math.max(0, answeredAt - (sentAt ?? createdAt)) / 1000
}

/** Each bucket of waiting times is 5 % longer than the last, so that a median out of them is at most 2.5 % off. */
const GROWTH = Math.log(1.05)

/** The bucket of a waiting time in seconds. */
export function bucketOf(seconds: number): number {
  return Math.floor(Math.log1p(seconds) / GROWTH)
}

/** The whole seconds in the middle of a bucket. */
export function secondsOf(bucket: number): number {
  return Math.round(Math.expm1((bucket + 0.5) * GROWTH))
}

/** The middle waiting time of many, as seconds; null when there is none. `counts`: bucket → how many. */
export function medianOf(counts: ReadonlyMap<number, number>): number | null {
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0)
  if (total <= 0) return null
  let passed = 0
  const ordered = [...counts].toSorted(([one], [other]) => one - other)
  const middle = ordered.find(([, n]) => {
    passed += n
    return passed * 2 >= total
  })
  return middle ? secondsOf(middle[0]) : null
}

import { SEND_STATES, type SendState } from '../../kernel/send-state.ts'
import { HOUR_MS, medianOf, REACHED, type Reached } from './measures.ts'
import { isHourly, sumsOf } from './sums.ts'

/** A counter of an hour, as it is kept. `form_name` is empty for forms without one. */
export interface HourCount {
  hour: number
  source: string
  form_type: string
  form_name: string
  measure: string
  n: number
}

/** What becomes of forms. */
export interface Statistics {
  total: number
  states: Record<SendState, number>
  funnel: Record<Reached, number>
  answers: number
  medianSecondsToAnswer: number | null
  failures: { code: string; count: number }[]
  days: DayCount[]
  sources: { source: string; total: number; answered: number }[]
  formTypes: { formType: string; total: number; answered: number }[]
  formNames: { formName: string | null; total: number; answered: number }[]
}

export type DayCount = { date: string; total: number; failed: number; answers: number } & Record<Reached, number>

/** Of sources, types and names so many are told. */
const MOST_GROUPS = 50

interface Group {
  total: number
  answered: number
}

/** Counters that are being summed up. */
export interface Sums {
  states: Record<SendState, number>
  funnel: Record<Reached, number>
  answers: number
  waits: Map<number, number>
  failures: Map<string, number>
  days: Map<string, DayCount>
  sources: Map<string, Group>
  formTypes: Map<string, Group>
  formNames: Map<string, Group>
}

export function noSums(): Sums {
  return {
    states: zeroes(SEND_STATES),
    funnel: zeroes(REACHED),
    answers: 0,
    waits: new Map(),
    failures: new Map(),
    days: new Map(),
    sources: new Map(),
    formTypes: new Map(),
    formNames: new Map(),
  }
}

/**
 * Adds counters to sums. `dayOf`: the day of a moment. Clocks of some places stand half an hour off: an hour belongs to
 * the day that most of it lies in.
 */
export function addToSums(sums: Sums, counts: readonly HourCount[], dayOf: (at: number) => string): void {
  addHours(
    sums,
    counts.map(({ hour, measure, n }) => ({ at: hour, measure, n })),
    dayOf,
  )
  addBesideHours(sums, counts)
}

/** Adds how far forms came, by the hour; what else is counted is passed over. */
export function addHours(
  sums: Sums,
  counts: readonly { at: number; measure: string; n: number }[],
  dayOf: (at: number) => string,
): void {
  for (const { at, measure, n } of counts) {
    if (n === 0 || !isHourly(measure)) continue
    const date = dayOf(at + HOUR_MS / 2 - 1)
    const day = sums.days.get(date) ?? { date, total: 0, failed: 0, answers: 0, ...zeroes(REACHED) }
    sums.days.set(date, day)
    const [kind, word] = splitMeasure(measure)
    if (kind === 'state') {
      sums.states[word as SendState] += n
      day.total += n
      if (word === 'failed') day.failed += n
    } else if (kind === 'reached') {
      sums.funnel[word as Reached] += n
      day[word as Reached] += n
    } else {
      sums.answers += n
      day.answers += n
    }
  }
}

/** Adds what is summed up by the day, out of counters of hours. */
export function addBesideHours(sums: Sums, counts: readonly HourCount[]): void {
  for (const { measure, n, ...key } of counts) {
    const summed = sumsOf(key, [[measure, n]])
    addDays(
      sums,
      summed.filter(({ span }) => span === 'day'),
    )
  }
}

/** Adds what is summed up by the day: groups, failures and waits. */
export function addDays(sums: Sums, counts: readonly { measure: string; n: number }[]): void {
  for (const { measure, n } of counts) {
    const [kind, word] = splitMeasure(measure)
    if (n === 0) continue
    if (kind === 'failure') addTo(sums.failures, word, n)
    else if (kind === 'wait') addTo(sums.waits, Number(word), n)
    else addToGroup(sums, kind as keyof Group, ...splitMeasure(word), n)
  }
}

function addToGroup(sums: Sums, what: keyof Group, by: string, name: string, n: number): void {
  const groups = { source: sums.sources, form_type: sums.formTypes, form_name: sums.formNames }[by]
  if (groups) groupOf(groups, name)[what] += n
}

/** What the sums say. Pure. */
export function statisticsOf(sums: Sums): Statistics {
  const { states, funnel, answers } = sums
  return {
    total: Object.values(states).reduce((sum, n) => sum + n, 0),
    states,
    funnel,
    answers,
    medianSecondsToAnswer: medianOf(sums.waits),
    failures: [...sums.failures]
      .map(([code, count]) => ({ code, count }))
      .toSorted((one, other) => other.count - one.count || (one.code < other.code ? -1 : 1)),
    days: [...sums.days.values()].toSorted((one, other) => (one.date < other.date ? -1 : 1)),
    sources: biggest(sums.sources).map(([source, group]) => ({ source, ...group })),
    formTypes: biggest(sums.formTypes).map(([formType, group]) => ({ formType, ...group })),
    formNames: biggest(sums.formNames).map(([name, group]) => ({ formName: name === '' ? null : name, ...group })),
  }
}

function splitMeasure(measure: string): [kind: string, word: string] {
  const colon = measure.indexOf(':')
  return colon === -1 ? [measure, ''] : [measure.slice(0, colon), measure.slice(colon + 1)]
}

function zeroes<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>
}

function addTo<Key>(counts: Map<Key, number>, key: Key, n: number): void {
  counts.set(key, (counts.get(key) ?? 0) + n)
}

function groupOf(groups: Map<string, Group>, name: string): Group {
  const group = groups.get(name) ?? { total: 0, answered: 0 }
  groups.set(name, group)
  return group
}

function biggest(groups: Map<string, Group>): [string, Group][] {
  return [...groups]
    .filter(([, { total }]) => total > 0)
    .toSorted(([name, one], [other, two]) => two.total - one.total || (name < other ? -1 : 1))
    .slice(0, MOST_GROUPS)
}

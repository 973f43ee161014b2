import type { Day, Stats } from './counts.ts'

export const STEPS = ['sent', 'delivered', 'read', 'answered'] as const

export type Step = (typeof STEPS)[number]

export interface FunnelStep {
  step: Step
  count: number
  /** Of the step before; null for the first one, and where nothing came that far. */
  ofBefore: number | null
  /** Of what was sent; null: nothing was. */
  ofSent: number | null
}

/** How many of what was sent came how far. */
export function funnelOf({ funnel }: Pick<Stats, 'funnel'>): FunnelStep[] {
  return STEPS.map((step, at) => {
    const before = STEPS[at - 1]
    return {
      step,
      count: funnel[step],
      ofBefore: before === undefined ? null : shareOf(funnel[step], funnel[before]),
      ofSent: shareOf(funnel[step], funnel.sent),
    }
  })
}

/** 0 to 1; null of nothing. */
export function shareOf(part: number, whole: number): number | null {
  return whole > 0 ? Math.min(1, Math.max(0, part / whole)) : null
}

export interface Rate {
  /** What the forms have in common; null or empty: they have none. */
  name: string | null
  total: number
  answered: number
  share: number | null
}

export function ratesOf<Row extends { total: number; answered: number }>(
  rows: readonly Row[],
  nameOf: (row: Row) => string | null,
): Rate[] {
  return rows.map((row) => ({
    name: nameOf(row) === '' ? null : nameOf(row),
    total: row.total,
    answered: row.answered,
    share: shareOf(row.answered, row.total),
  }))
}

export type RateOrder = 'name' | 'total' | 'answered' | 'share'

/** Numbers from the largest down, names from A up; equals stay as they stand. */
export function sortRates(rates: readonly Rate[], by: RateOrder, language: string): Rate[] {
  return rates.toSorted((one, other) => {
    if (by === 'name') return (one.name ?? '').localeCompare(other.name ?? '', language)
    return (other[by] ?? -1) - (one[by] ?? -1)
  })
}

export interface DaysSummary {
  days: number
  answers: number
  /** The first of the days with most answers; null: there was none. */
  best: { date: string; answers: number } | null
}

export function summaryOf(days: readonly Day[]): DaysSummary {
  let best: DaysSummary['best'] = null
  let answers = 0
  for (const day of days) {
    answers += day.answers
    if (day.answers > (best?.answers ?? 0)) best = { date: day.date, answers: day.answers }
  }
  return { days: days.length, answers, best }
}

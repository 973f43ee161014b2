import { FORM_TYPES, type FormType } from '../api/form-kinds.ts'
import { addDays, isDay } from './days.ts'

/** Days until today that a period has. */
const LONG = { week: 7, month: 30, quarter: 90, year: 365 } as const

export const PERIODS = [...(Object.keys(LONG) as (keyof typeof LONG)[]), 'all', 'own'] as const

export type Period = (typeof PERIODS)[number]

export const USUAL: Period = 'month'

/** What the page's address says: which forms are counted. Days are `YYYY-MM-DD`, and mean something with `own` alone. */
export interface OverviewSearch {
  period?: Period
  from?: string
  to?: string
  source?: string
  formType?: FormType
  formName?: string
}

/** Reads an address that anybody may have written; what it says wrongly is as if it were not there. */
export function readOverviewSearch(search: Record<string, unknown>): OverviewSearch {
  const period = PERIODS.find((one) => one === search['period'])
  const formType = FORM_TYPES.find((one) => one === search['formType'])
  const from = readDay(search['from'])
  const to = readDay(search['to'])
  const source = readText(search['source'])
  const formName = readText(search['formName'])
  return {
    ...(period === undefined ? {} : { period }),
    ...(period === 'own' && from !== undefined ? { from } : {}),
    ...(period === 'own' && to !== undefined ? { to } : {}),
    ...(source === undefined ? {} : { source }),
    ...(formType === undefined ? {} : { formType }),
    ...(formName === undefined ? {} : { formName }),
  }
}

/** The days that are asked for; an end that is not there is open. */
export function askedDays({ period = USUAL, from, to }: OverviewSearch, today: string): { from?: string; to?: string } {
  switch (period) {
    case 'week':
    case 'month':
    case 'quarter':
    case 'year':
      return { from: addDays(today, 1 - LONG[period]) }
    case 'all':
      return {}
    case 'own':
      return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
  }
}

/** Nothing can lie between these days. */
export function isTurnedRound({ period, from, to }: OverviewSearch): boolean {
  return period === 'own' && from !== undefined && to !== undefined && from > to
}

/** What is narrowed by beside the period. */
export function narrowingOf({
  source,
  formType,
  formName,
}: OverviewSearch): Pick<OverviewSearch, 'source' | 'formType' | 'formName'> {
  return {
    ...(source === undefined ? {} : { source }),
    ...(formType === undefined ? {} : { formType }),
    ...(formName === undefined ? {} : { formName }),
  }
}

export function isNarrowed(search: OverviewSearch): boolean {
  return Object.keys(narrowingOf(search)).length > 0
}

function readDay(value: unknown): string | undefined {
  return typeof value === 'string' && isDay(value) ? value : undefined
}

/** The API takes so many characters; an address `source=2026` comes as a number. */
function readText(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text !== '' && text.length <= 100 ? text : undefined
}

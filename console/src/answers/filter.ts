import { FORM_TYPES, type FormType } from '../api/form-kinds.ts'
import { FORM_STATES, type Form, type FormState } from './told.ts'

/** What may stand in the address: it is kept by browsers, and must hold nothing of a person. */
export interface AddressFilter {
  state?: FormState
  formType?: FormType
  formName?: string
  source?: string
  /** Days as the reader's calendar has them, `2026-05-02`. */
  from?: string
  to?: string
}

/** What names people: kept in memory alone. */
export interface PersonFilter {
  q: string
  number: string
}

export const NOBODY: PersonFilter = { q: '', number: '' }

const LONGEST_NAME = 100
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Reads the search parameters of an address; what is none of ours is left out. Pure. */
export function readAddress(search: Record<string, unknown>): AddressFilter {
  const state = FORM_STATES.find((one) => one === search['state'])
  const formType = FORM_TYPES.find((one) => one === search['formType'])
  // A name of digits alone is a number to the router.
  const formName = textOf(search['formName'])
  const source = textOf(search['source'])
  const from = dayOf(search['from'])
  const to = dayOf(search['to'])
  return {
    ...(state && { state }),
    ...(formType && { formType }),
    ...(formName && { formName }),
    ...(source && { source }),
    ...(from && { from }),
    ...(to && { to }),
  }
}

function textOf(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
  return text.slice(0, LONGEST_NAME)
}

function dayOf(value: unknown): string {
  return typeof value === 'string' && DAY.test(value) && !Number.isNaN(Date.parse(value)) ? value : ''
}

export type FilterQuery = Omit<AddressFilter, 'from' | 'to'> & {
  from?: string
  to?: string
  q?: string
  number?: string
}

/** The parameters of the API for a filter: days become moments of the reader's own time zone. Pure but for that zone. */
export function queryOf({ from, to, ...rest }: AddressFilter, { q, number }: PersonFilter): FilterQuery {
  return {
    ...rest,
    ...(from && { from: startOfDay(from, 0) }),
    ...(to && { to: startOfDay(to, 1) }),
    ...(q.trim() && { q: q.trim() }),
    ...(number.trim() && { number: number.trim() }),
  }
}

/** Midnight with which a day of the local calendar begins, or with `later` one that comes after it. */
function startOfDay(day: string, later: number): string {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + later).toISOString()
}

export function isNarrowed(address: AddressFilter, person: PersonFilter): boolean {
  return Object.keys(queryOf(address, person)).length > 0
}

/** Whether a form passes what of a filter can be told without the gateway: not what names people. Pure. */
export function mayPass(form: Form, address: AddressFilter): boolean {
  const { from, to } = queryOf(address, NOBODY)
  return (
    (address.state ?? form.state) === form.state &&
    (address.formType ?? form.formType) === form.formType &&
    (address.formName ?? form.formName) === form.formName &&
    (address.source ?? form.source) === form.source &&
    (from === undefined || form.createdAt >= from) &&
    (to === undefined || form.createdAt < to)
  )
}

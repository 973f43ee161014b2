import type { Day } from './counts.ts'

/** From the first to the last day, both included. */
export interface Span {
  first: string
  last: string
}

const DAY_MS = 86_400_000

/** A calendar that begins earlier is a slip of the keyboard, and not filled. */
const MOST_DAYS = 3_660

/** Whether the calendar has this day. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && numberOf(text) !== null
}

export function addDays(day: string, count: number): string {
  return dayOf((numberOf(day) ?? 0) + count)
}

/** How many days a span has; none when it ends before it begins. */
export function lengthOf({ first, last }: Span): number {
  return Math.max(0, (numberOf(last) ?? 0) - (numberOf(first) ?? 0) + 1)
}

/** The day that it is for people in `zone` at a moment of Unix milliseconds. */
export function dayAt(zone: string, at: number): string {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return `${(parts['year'] ?? '').padStart(4, '0')}-${parts['month']}-${parts['day']}`
}

/**
 * What was asked for, as far as there is something to see: an open beginning is the first day that counts something, an
 * end in the future is today. No counted day stays outside.
 */
export function spanOf(days: readonly Day[], asked: { from?: string; to?: string }, today: string): Span {
  const end = asked.to === undefined || asked.to > today ? today : asked.to
  const begin = asked.from ?? days.at(0)?.date ?? end
  const counted = { first: days.at(0)?.date ?? begin, last: days.at(-1)?.date ?? end }
  const last = counted.last > end ? counted.last : end
  const first = counted.first < begin ? counted.first : begin
  return lengthOf({ first, last }) > MOST_DAYS ? { first: counted.first, last } : { first, last }
}

/** Every day of the span, those without anything as zeroes. */
export function fillDays(days: readonly Day[], span: Span): Day[] {
  const byDate = new Map(days.map((day) => [day.date, day]))
  return Array.from({ length: lengthOf(span) }, (_, at) => {
    const date = addDays(span.first, at)
    return byDate.get(date) ?? { ...NOTHING, date }
  })
}

const NOTHING = { total: 0, sent: 0, delivered: 0, read: 0, answered: 0, failed: 0, answers: 0 }

export type Grain = 'day' | 'week' | 'month'

/** What a bar of the chart is, so that those of so many days fit into so many pixels; `barPixels`: the least of one. */
export function grainFor(days: number, pixels: number, barPixels: number): Grain {
  const room = Math.max(1, pixels / barPixels)
  if (days <= room) return 'day'
  return days / 7 <= room ? 'week' : 'month'
}

export interface Group extends Span {
  answers: number
  sent: number
  failed: number
}

/** Days summed up by weeks (from Monday on) or months; the first and the last may be cut. */
export function groupDays(days: readonly Day[], grain: Grain): Group[] {
  const groups = new Map<string, Group>()
  for (const { date, answers, sent, failed } of days) {
    const key = beginningOf(date, grain)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { first: date, last: date, answers, sent, failed })
    else {
      group.last = date
      group.answers += answers
      group.sent += sent
      group.failed += failed
    }
  }
  return [...groups.values()]
}

function beginningOf(date: string, grain: Grain): string {
  switch (grain) {
    case 'day':
      return date
    case 'week': {
      const number = numberOf(date) ?? 0
      // Day 0 was a Thursday.
      return dayOf(number - ((((number + 3) % 7) + 7) % 7))
    }
    case 'month':
      return date.slice(0, 7)
  }
}

/** Days since 1970-01-01; null: the calendar has no such day. */
function numberOf(day: string): number | null {
  const at = Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day ? null : at / DAY_MS
}

function dayOf(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10)
}

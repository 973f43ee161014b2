import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Day } from './counts.ts'
import { addDays, dayAt, fillDays, grainFor, groupDays, isDay, lengthOf, spanOf } from './days.ts'

const NOTHING = { total: 0, sent: 0, delivered: 0, read: 0, answered: 0, failed: 0, answers: 0 }
const on = (date: string, answers = 1): Day => ({ ...NOTHING, date, answers })

const between = (first: string, days: number) => fc.nat(days).map((number) => addDays(first, number))

/** Days of the calendar between 2000 and 2060. */
const anyDay = between('2000-01-01', 21_900)

/** Days as the API tells them: each once, in order. */
const anyDays = fc
  .uniqueArray(fc.tuple(between('2024-01-01', 1_000), fc.nat(1000)), { selector: ([date]) => date, maxLength: 40 })
  .map((pairs) => pairs.map(([date, answers]) => on(date, answers)).toSorted((a, b) => (a.date < b.date ? -1 : 1)))

const answersIn = (days: readonly { answers: number }[]) => days.reduce((sum, { answers }) => sum + answers, 0)

describe('days', () => {
  test('are counted over the ends of months, leap days and changes of clocks', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
    expect(addDays('2026-03-29', 1)).toBe('2026-03-30')
    expect(lengthOf({ first: '2026-05-01', last: '2026-05-31' })).toBe(31)
    expect(lengthOf({ first: '2026-05-02', last: '2026-05-01' })).toBe(0)
  })

  test('that no month has are none', () => {
    expect(['2026-02-29', '2026-13-01', '2026-00-10', '12026-01-01', '2026-1-1', '', 'today'].filter(isDay)).toEqual([])
    expect(isDay('2024-02-29')).toBe(true)
  })

  test('are those of the place: the same moment is yesterday in one and today in another', () => {
    const at = Date.parse('2026-05-12T01:30:00Z')
    expect(dayAt('America/Sao_Paulo', at)).toBe('2026-05-11')
    expect(dayAt('UTC', at)).toBe('2026-05-12')
    expect(dayAt('Pacific/Kiritimati', at)).toBe('2026-05-12')
  })
})

describe('the span', () => {
  test('of everything begins with the first day that counts something and ends today', () => {
    expect(spanOf([on('2026-05-03'), on('2026-05-09')], {}, '2026-05-12')).toEqual({
      first: '2026-05-03',
      last: '2026-05-12',
    })
  })

  test('does not go on into a future that was asked for', () => {
    expect(spanOf([], { from: '2026-05-01', to: '9999-12-31' }, '2026-05-12')).toEqual({
      first: '2026-05-01',
      last: '2026-05-12',
    })
  })

  test('of a past period without anything is that period', () => {
    expect(spanOf([], { from: '2020-01-01', to: '2020-01-31' }, '2026-05-12')).toEqual({
      first: '2020-01-01',
      last: '2020-01-31',
    })
  })

  test('of a calendar that begins with the year 1 begins where there is something', () => {
    expect(spanOf([on('2026-05-03')], { from: '0001-01-01' }, '2026-05-12').first).toBe('2026-05-03')
  })

  test('leaves no counted day outside, whatever was asked for', () => {
    fc.assert(
      fc.property(anyDays, fc.option(anyDay), fc.option(anyDay), anyDay, (days, from, to, today) => {
        const asked = { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) }
        const filled = fillDays(days, spanOf(days, asked, today))
        expect(answersIn(filled)).toBe(answersIn(days))
      }),
    )
  })
})

describe('filled days', () => {
  test('have zeroes for days without anything', () => {
    const filled = fillDays([on('2026-05-02', 7)], { first: '2026-05-01', last: '2026-05-03' })
    expect(filled).toEqual([on('2026-05-01', 0), on('2026-05-02', 7), on('2026-05-03', 0)])
  })

  test('follow one another, each once', () => {
    fc.assert(
      fc.property(anyDays, anyDay, fc.integer({ min: 1, max: 400 }), (days, first, length) => {
        const dates = fillDays(days, { first, last: addDays(first, length - 1) }).map(({ date }) => date)
        expect(dates).toEqual(Array.from({ length }, (_, at) => addDays(first, at)))
      }),
    )
  })
})

describe('bars', () => {
  test('are days while they fit, then weeks, then months', () => {
    expect(grainFor(30, 240, 3)).toBe('day')
    expect(grainFor(365, 1200, 3)).toBe('day')
    expect(grainFor(365, 240, 3)).toBe('week')
    expect(grainFor(3_000, 240, 3)).toBe('month')
    expect(grainFor(365, 0, 3)).toBe('month')
  })

  test('of weeks begin on Mondays, those before 1970 too', () => {
    const days = fillDays([], { first: '2026-05-06', last: '2026-05-19' })
    expect(groupDays(days, 'week').map(({ first, last }) => `${first} ${last}`)).toEqual([
      '2026-05-06 2026-05-10',
      '2026-05-11 2026-05-17',
      '2026-05-18 2026-05-19',
    ])
    const old = fillDays([], { first: '1969-12-28', last: '1969-12-30' })
    expect(groupDays(old, 'week').map(({ first }) => first)).toEqual(['1969-12-28', '1969-12-29'])
  })

  test('lose no answer, whichever they are', () => {
    const anyGrain = fc.constantFrom('day', 'week', 'month')
    fc.assert(
      fc.property(anyDays, anyGrain, (days, grain) => {
        expect(answersIn(groupDays(days, grain))).toBe(answersIn(days))
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fillDays } from './days.ts'
import { funnelOf, ratesOf, shareOf, sortRates, summaryOf } from './figures.ts'

const NOTHING = { total: 0, sent: 0, delivered: 0, read: 0, answered: 0, failed: 0, answers: 0 }

describe('the funnel', () => {
  test('tells of each step its share of the one before and of what was sent', () => {
    const steps = funnelOf({ funnel: { sent: 200, delivered: 100, read: 50, answered: 25 } })
    expect(steps.map(({ step, count, ofBefore, ofSent }) => [step, count, ofBefore, ofSent])).toEqual([
      ['sent', 200, null, 1],
      ['delivered', 100, 0.5, 0.5],
      ['read', 50, 0.5, 0.25],
      ['answered', 25, 0.5, 0.125],
    ])
  })

  test('of nothing has no shares rather than NaN', () => {
    const steps = funnelOf({ funnel: { sent: 0, delivered: 0, read: 0, answered: 0 } })
    expect(steps.flatMap(({ ofBefore, ofSent }) => [ofBefore, ofSent])).toEqual(Array(8).fill(null))
  })

  test('never draws a bar beyond its place', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (part, whole) => {
        const share = shareOf(part, whole)
        expect(share === null || (share >= 0 && share <= 1)).toBe(true)
      }),
    )
  })
})

describe('the summary of the days', () => {
  const days = fillDays(
    [
      { ...NOTHING, date: '2026-05-02', answers: 4 },
      { ...NOTHING, date: '2026-05-12', answers: 9 },
      { ...NOTHING, date: '2026-05-20', answers: 9 },
    ],
    { first: '2026-05-01', last: '2026-05-30' },
  )

  test('names the first of the best days', () => {
    expect(summaryOf(days)).toEqual({ days: 30, answers: 22, best: { date: '2026-05-12', answers: 9 } })
  })

  test('of days without answers names none', () => {
    expect(summaryOf(days.slice(2, 4))).toEqual({ days: 2, answers: 0, best: null })
  })
})

describe('rates', () => {
  const rows = [
    { source: 'crm', total: 10, answered: 5 },
    { source: '', total: 4, answered: 4 },
    { source: 'áudio', total: 0, answered: 0 },
  ]
  const rates = ratesOf(rows, ({ source }) => source)

  test('of nothing are unknown, and what has no name has none', () => {
    expect(rates.map(({ name, share }) => [name, share])).toEqual([
      ['crm', 0.5],
      [null, 1],
      ['áudio', null],
    ])
  })

  test('are sorted from the best down, the unknown last, and names as the language has them', () => {
    expect(sortRates(rates, 'share', 'pt-BR').map(({ name }) => name)).toEqual([null, 'crm', 'áudio'])
    expect(sortRates(rates, 'name', 'pt-BR').map(({ name }) => name)).toEqual([null, 'áudio', 'crm'])
    expect(sortRates(rates, 'total', 'pt-BR').map(({ name }) => name)).toEqual(['crm', null, 'áudio'])
  })
})

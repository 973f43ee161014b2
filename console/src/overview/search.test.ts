import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { askedDays, isTurnedRound, PERIODS, readOverviewSearch } from './search.ts'

describe('the address of the overview', () => {
  test('keeps what it says', () => {
    const search = {
      period: 'own',
      from: '2026-05-01',
      to: '2026-05-31',
      source: 'crm',
      formType: 'custom',
      formName: 'a',
    }
    expect(readOverviewSearch(search)).toEqual(search)
  })

  test('forgets days where the period says them itself', () => {
    expect(readOverviewSearch({ period: 'year', from: '2026-05-01' })).toEqual({ period: 'year' })
  })

  test('leaves out what is wrong in it', () => {
    const wrong = { period: '30', from: '2026-02-31', to: 7, source: '', formType: 'survey', formName: 'x'.repeat(101) }
    expect(readOverviewSearch(wrong)).toEqual({})
    expect(readOverviewSearch({ period: 'own', from: '2026-02-31', to: '2026-03-01' })).toEqual({
      period: 'own',
      to: '2026-03-01',
    })
  })

  test('takes a source of digits, which an address gives as a number', () => {
    expect(readOverviewSearch({ source: 2026 })).toEqual({ source: '2026' })
  })

  test('never breaks, and reads what it has read as the same', () => {
    const keys = fc.constantFrom('period', 'from', 'to', 'source', 'formType', 'formName', 'other')
    const values = fc.oneof(fc.anything(), fc.constantFrom(...PERIODS, '2026-05-01', 'custom'))
    fc.assert(
      fc.property(fc.dictionary(keys, values), (search) => {
        const read = readOverviewSearch(search)
        expect(readOverviewSearch({ ...read })).toEqual(read)
      }),
    )
  })
})

describe('the days that are asked for', () => {
  const today = '2026-05-12'

  test('are so many up to today, today included', () => {
    expect(askedDays({ period: 'week' }, today)).toEqual({ from: '2026-05-06' })
    expect(askedDays({}, today)).toEqual({ from: '2026-04-13' })
    expect(askedDays({ period: 'all' }, today)).toEqual({})
    expect(askedDays({ period: 'own', to: '2026-05-01' }, today)).toEqual({ to: '2026-05-01' })
  })

  test('are turned round when the last comes first', () => {
    expect(isTurnedRound({ period: 'own', from: '2026-05-02', to: '2026-05-01' })).toBe(true)
    expect(isTurnedRound({ period: 'own', from: '2026-05-01', to: '2026-05-01' })).toBe(false)
    expect(isTurnedRound({ period: 'own', from: '2026-05-02' })).toBe(false)
  })
})

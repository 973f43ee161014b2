import { expect, test } from 'vitest'
import { bodyOfPeriod, isInOrder, type PeriodDraft, periodOf } from './period.ts'

const draft = (changed: Partial<PeriodDraft>): PeriodDraft => ({
  label: 'crm',
  from: '',
  to: '',
  state: '',
  ...changed,
})
const LOCAL = '2026-05-02T09:30'
const MOMENT = new Date(2026, 4, 2, 9, 30)

test('without bounds, everything that was missed is sent again', () => {
  expect(bodyOfPeriod(draft({}))).toEqual({ label: 'crm' })
  expect(periodOf(draft({}), 1000)).toEqual({ label: 'crm', states: ['dead', 'cancelled'], from: 0, to: 1001 })
})

test('what a field says is a time where the person is', () => {
  const chosen = draft({ from: LOCAL, state: 'delivered' })
  expect(bodyOfPeriod(chosen)).toEqual({ label: 'crm', from: MOMENT.toISOString(), state: 'delivered' })
  expect(periodOf(chosen, 1000)).toMatchObject({ states: ['delivered'], from: MOMENT.getTime() })
})

test('a period ends after it began', () => {
  expect([isInOrder(draft({ from: LOCAL, to: LOCAL })), isInOrder(draft({ from: LOCAL }))]).toEqual([false, true])
  expect(isInOrder(draft({ from: LOCAL, to: '2026-05-02T09:31' }))).toBe(true)
})

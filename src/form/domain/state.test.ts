import { expect, test } from 'vitest'
import { SEND_STATES } from '../../kernel/send-state.ts'
import { afterAnswer } from './state.ts'

test.each(SEND_STATES)('an answer makes a form that is %s answered', (state) => {
  expect(afterAnswer({ state, late: false, expiresAt: null }, 1_000).state).toBe('answered')
})

test('an answer in time is punctual, one after the time is late', () => {
  const form = { state: 'read' as const, late: false, expiresAt: 2_000 }
  expect(afterAnswer(form, 2_000)).toEqual({ state: 'answered', late: false, isAnswerLate: false })
  expect(afterAnswer(form, 2_001)).toEqual({ state: 'answered', late: true, isAnswerLate: true })
})

test('a form that was told to be expired is answered late, whatever the second of the answer says', () => {
  const form = { state: 'expired' as const, late: false, expiresAt: 1_500 }
  expect(afterAnswer(form, 1_000)).toEqual({ state: 'answered', late: true, isAnswerLate: true })
})

test('a late revision leaves a punctual form punctual, a late form stays late', () => {
  const punctual = { state: 'answered' as const, late: false, expiresAt: 1_500 }
  expect(afterAnswer(punctual, 9_000)).toEqual({ state: 'answered', late: false, isAnswerLate: true })
  const late = { state: 'answered' as const, late: true, expiresAt: null }
  expect(afterAnswer(late, 9_000)).toEqual({ state: 'answered', late: true, isAnswerLate: false })
})

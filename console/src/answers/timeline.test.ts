import { expect, test } from 'vitest'
import { formOf } from './forms.suite.ts'
import { timelineOf } from './timeline.ts'

const told = (part: Parameters<typeof formOf>[0]) =>
  timelineOf(formOf(part)).map((step) => `${step.name} ${step.at === null ? step.unseen : 'at'}`)

test('an answer proves what no receipt told', () => {
  expect(told({})).toEqual(['createdAt at', 'sentAt at', 'deliveredAt implied', 'readAt implied', 'answeredAt at'])
})

test('a form that waits for its receipts', () => {
  const waiting = { state: 'sent', answers: null, answerCount: 0, answeredAt: null } as const
  expect(told(waiting)).toEqual([
    'createdAt at',
    'sentAt at',
    'deliveredAt unseen',
    'readAt unseen',
    'answeredAt notYet',
  ])
  expect(told({ ...waiting, state: 'queued', sentAt: null }).slice(1)).toEqual([
    'sentAt notYet',
    'deliveredAt notYet',
    'readAt notYet',
    'answeredAt notYet',
  ])
})

test('one that failed tells nothing of what cannot come any more', () => {
  const failed = { state: 'failed', sentAt: null, answeredAt: null, failedAt: '2026-05-02T12:00:02.000Z' } as const
  expect(told(failed)).toEqual(['createdAt at', 'failedAt at'])
})

test('one that expired, and one that was answered after that', () => {
  const expiresAt = '2026-05-02T12:01:00.000Z'
  const expired = told({ state: 'expired', answeredAt: null, expiresAt, readAt: '2026-05-02T12:00:30.000Z' })
  expect(expired.slice(-2)).toEqual(['expiredAt at', 'answeredAt never'])
  expect(told({ expiresAt, late: true }).slice(-2)).toEqual(['expiredAt at', 'answeredAt at'])
  expect(told({ expiresAt: '2026-05-03T12:00:00.000Z' }).slice(-1)).toEqual(['answeredAt at'])
})

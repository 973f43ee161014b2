import { expect, test } from 'vitest'
import { readMoment } from './period.ts'

const SAO_PAULO = 'America/Sao_Paulo'
const NEW_YORK = 'America/New_York'

test.each([
  ['2026-05-02', 'UTC', 'from', '2026-05-02T00:00:00Z'],
  ['2026-05-02', 'UTC', 'to', '2026-05-03T00:00:00Z'],
  ['2026-05-02', SAO_PAULO, 'from', '2026-05-02T03:00:00Z'],
  ['2026-05-31', SAO_PAULO, 'to', '2026-06-01T03:00:00Z'],
  // Clocks went on from 0 to 1 o'clock: the day began at 1.
  ['2018-11-04', SAO_PAULO, 'from', '2018-11-04T03:00:00Z'],
  ['2018-11-03', SAO_PAULO, 'to', '2018-11-04T03:00:00Z'],
  // Clocks went back from 0 to 23 o'clock: the day began when they showed 0 for good.
  ['2018-02-18', SAO_PAULO, 'from', '2018-02-18T03:00:00Z'],
  ['2026-03-08', NEW_YORK, 'from', '2026-03-08T05:00:00Z'],
  ['2026-03-08', NEW_YORK, 'to', '2026-03-09T04:00:00Z'],
  ['2026-11-01', NEW_YORK, 'to', '2026-11-02T05:00:00Z'],
  ['2026-03-08T02:30', NEW_YORK, 'from', '2026-03-08T07:30:00Z'],
  ['2026-11-01T01:30', NEW_YORK, 'from', '2026-11-01T05:30:00Z'],
  ['2026-05-02T12:00:00Z', SAO_PAULO, 'from', '2026-05-02T12:00:00Z'],
  ['2026-05-02T12:00:00.250-03:00', 'UTC', 'to', '2026-05-02T15:00:00.250Z'],
  ['2026-05-02t12:00z', 'UTC', 'to', '2026-05-02T12:00:00Z'],
  ['2026-05-02T12:00:00 0530', 'UTC', 'from', '2026-05-02T06:30:00Z'],
  ['2026-05-02T12:00 05:30', 'UTC', 'from', '2026-05-02T06:30:00Z'],
  ['2026-05-02 12:00', 'Asia/Kolkata', 'from', '2026-05-02T06:30:00Z'],
  ['2024-02-29', 'UTC', 'from', '2024-02-29T00:00:00Z'],
] as const)('%s in %s as `%s` is %s', (text, zone, end, moment) => {
  expect(new Date(readMoment(text, zone, end) ?? Number.NaN).toISOString()).toBe(new Date(moment).toISOString())
})

test.each([
  ...[
    '2026-02-31',
    '2026-02-31T00:00:00Z',
    '2026-13-01',
    '2025-02-29',
    '2026-05-02T25:00Z',
    'today',
    '',
    '1777723200000',
  ],
  ...['2026-5-2', '2026-05-02T12:00:00+99:00', '2026-05-02T', '2026-05', '02/05/2026', '2026-02-31T12:00'],
])('%j is no day and no moment', (text) => {
  expect(readMoment(text, 'UTC', 'from')).toBeNull()
})

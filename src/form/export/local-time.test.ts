import fc from 'fast-check'
import { expect, test } from 'vitest'
import { timesIn } from './local-time.ts'

test.each([
  ['America/Sao_Paulo', '2026-05-02T12:00:00.999Z', '2026-05-02T09:00:00-03:00'],
  ['UTC', '2026-05-02T12:00:00.000Z', '2026-05-02T12:00:00+00:00'],
  ['Asia/Kathmandu', '2026-12-31T20:00:00.000Z', '2027-01-01T01:45:00+05:45'],
  ['Europe/Madrid', '2026-03-29T00:59:59.000Z', '2026-03-29T01:59:59+01:00'],
  ['Europe/Madrid', '2026-03-29T01:00:00.000Z', '2026-03-29T03:00:00+02:00'],
])('in %s, %s is %s', (timezone, iso, told) => {
  expect(timesIn(timezone, true)(iso)).toBe(told)
  expect(timesIn(timezone, false)(iso)).toBe(told.slice(0, 19).replace('T', ' '))
})

test('a time that is not there is blank', () => {
  expect(timesIn('UTC', true)(null)).toBe('')
})

test('a time with its offset is the same moment, whatever the zone', () => {
  const zone = fc.constantFrom('America/Sao_Paulo', 'Australia/Lord_Howe', 'Asia/Kolkata', 'America/St_Johns', 'UTC')
  const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(zone, moment, (timezone, date) => {
      const told = timesIn(timezone, true)(date.toISOString())
      expect(Date.parse(told)).toBe(Math.floor(date.getTime() / 1000) * 1000)
      const day = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium' })
      expect(timesIn(timezone, false)(date.toISOString())).toBe(day.format(date))
    }),
  )
})

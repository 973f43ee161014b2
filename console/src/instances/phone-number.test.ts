import { expect, test } from 'vitest'
import { countryOf, formatNumber, readPhone } from './phone-number.ts'

test.each([
  ['5511987654321@s.whatsapp.net', '+55 11 98765-4321'],
  ['551187654321@s.whatsapp.net', '+55 11 98765-4321'],
  ['551132654321@s.whatsapp.net', '+55 11 3265-4321'],
  ['5511987654321:12@s.whatsapp.net', '+55 11 98765-4321'],
  ['12125550100', '+1 212 555 0100'],
  ['5215512345678', '+52 551 234 5678'],
  ['351912345678', '+351 912 345 678'],
  ['34612345678', '+34 612 345 678'],
  ['4915112345678', '+49 151 123 456 78'],
])('%s is written as people write it', (jid, written) => {
  expect(formatNumber(jid)).toBe(written)
})

test('what is no number is left as it is', () => {
  expect(formatNumber('120363041234567890@g.us')).toBe('120363041234567890@g.us')
  expect(formatNumber('<b>')).toBe('<b>')
  expect(formatNumber('')).toBe('')
})

test.each([
  ['+55 (11) 98765-4321', { digits: '5511987654321' }],
  ['\u202a+55\u00a011\u00a098765‑4321\u202c', { digits: '5511987654321' }],
  ['', { fault: 'empty' }],
  ['+ ', { fault: 'empty' }],
  ['five', { fault: 'signs' }],
  ['011 98765-4321', { fault: 'zero' }],
  ['55 11', { fault: 'short' }],
  ['1234567890123456', { fault: 'long' }],
])('%j is read as a phone would be typed', (typed, read) => {
  expect(readPhone(typed)).toEqual(read)
})

test('the country is told from the first digits, and not made up', () => {
  expect(countryOf('+55 1')).toBe('BR')
  expect(countryOf('351 9')).toBe('PT')
  expect(countryOf('5')).toBeNull()
  expect(countryOf('999')).toBeNull()
  expect(countryOf('0044')).toBeNull()
})

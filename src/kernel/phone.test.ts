import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countryOf, dialledDigits, nationalVariants, readRecipient, sameNumber, toE164 } from './phone.ts'

test.each([
  '5511999999999',
  '+5511999999999',
  '+55 (11) 99999-9999',
  ' 55 11 99999 9999 ',
  '55 [11] 99999–9999',
  '\u202a+55\u00a011\u00a099999\u20119999\u202c',
  '5511999999999@s.whatsapp.net',
  '5511999999999:3@s.whatsapp.net',
  '+5511999999999@c.us',
])('%j is the number 5511999999999', (input) => {
  expect(readRecipient(input)).toEqual({ kind: 'phone', digits: '5511999999999' })
})

test.each([
  ['123456789012345@lid', '123456789012345@lid', 'lid'],
  ['123456789012345:2@lid', '123456789012345@lid', 'lid'],
  ['120363000000000001@g.us', '120363000000000001@g.us', 'group'],
  ['120363000000000002@newsletter', '120363000000000002@newsletter', 'newsletter'],
  ['status@broadcast', 'status@broadcast', 'broadcast'],
])('%s is a JID of its kind', (input, jid, of) => {
  expect(readRecipient(input)).toEqual({ kind: 'jid', jid, of })
})

test.each([
  '',
  '   ',
  '+',
  'abc',
  '5511x9999',
  '123456',
  '011999999999',
  '1'.repeat(16),
  'ana@exemplo.com.br',
  '1@lid@lid',
])('%j is refused without being repeated', (input) => {
  const read = readRecipient(input)
  expect(read.kind).toBe('invalid')
  if (read.kind === 'invalid' && input.length > 3) expect(read.detail).not.toContain(input)
})

test.each([
  ['5511988887777', ['5511988887777', '551188887777']],
  ['551188887777', ['551188887777', '5511988887777']],
  ['5215512345678', ['5215512345678', '525512345678']],
  ['525512345678', ['525512345678', '5215512345678']],
  ['5491123456789', ['5491123456789', '541123456789']],
  ['541123456789', ['541123456789', '5491123456789']],
  ['351912345678', ['351912345678']],
  ['12025550143', ['12025550143']],
  ['55119', ['55119']],
])('the spellings of %s', (digits, variants) => {
  expect(nationalVariants(digits)).toEqual(variants)
})

test('spellings lead to each other: whoever starts from one finds the other', () => {
  const digits = fc.oneof(
    fc.stringMatching(/^55[1-9]\d9?\d{8}$/),
    fc.stringMatching(/^521?\d{10}$/),
    fc.stringMatching(/^549?\d{10}$/),
    fc.stringMatching(/^[1-9]\d{6,14}$/),
  )
  fc.assert(
    fc.property(digits, (given) => {
      const variants = nationalVariants(given)
      expect(variants[0]).toBe(given)
      for (const variant of variants) expect([...nationalVariants(variant)].sort()).toEqual([...variants].sort())
    }),
  )
})

test.each([
  ['5511988887777', 'BR', '+5511988887777'],
  ['551188887777', 'BR', '+5511988887777'],
  ['551133334444', 'BR', '+551133334444'],
  ['5215512345678', 'MX', '+525512345678'],
  ['525512345678', 'MX', '+525512345678'],
  ['5491123456789', 'AR', '+5491123456789'],
  ['351912345678', 'PT', '+351912345678'],
  ['12025550143', 'US', '+12025550143'],
  ['447400123456', 'GB', '+447400123456'],
])('%s is a number of %s, dialled %s', (digits, country, e164) => {
  expect(countryOf(digits)).toBe(country)
  expect(toE164(digits)).toBe(e164)
})

test.each(['', '0', '999999999999', '5511', 'abc', '55119888877771234'])('%j is no number of any country', (digits) => {
  expect(toE164(digits)).toBeNull()
})

test('today’s spelling stays as it is', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^(55[1-9]\d9?\d{8}|521?\d{10}|[1-9]\d{6,14})$/), (digits) => {
      const dialled = dialledDigits(digits)
      expect(dialledDigits(dialled)).toBe(dialled)
    }),
  )
})

test.each([
  ['5511987654321', ['5511987654321', '551187654321']],
  ['551187654321', ['551187654321', '5511987654321']],
  ['5511934567890', ['5511934567890']],
  ['551134567890', ['551134567890']],
  ['5215512345678', ['5215512345678', '525512345678']],
  ['351912345678', ['351912345678']],
])('%s is one subscriber under %j, and nobody else', (digits, spellings) => {
  expect(sameNumber(digits)).toEqual(spellings)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { digitsOf, isSameJid, normaliseJid, parseJid, phoneJid, printJid } from './jid.ts'

test.each([
  ['5511999999999@s.whatsapp.net', 'phone', '5511999999999', 0],
  ['5511999999999:12@s.whatsapp.net', 'phone', '5511999999999', 12],
  ['5511999999999_1:12@s.whatsapp.net', 'phone', '5511999999999', 12],
  ['5511999999999.0:3@s.whatsapp.net', 'phone', '5511999999999', 3],
  ['5511999999999@c.us', 'phone', '5511999999999', 0],
  ['5511999999999:99@hosted', 'phone', '5511999999999', 99],
  [' 5511999999999@S.WhatsApp.Net ', 'phone', '5511999999999', 0],
  ['123456789012345@lid', 'lid', '123456789012345', 0],
  ['123456789012345:7@lid', 'lid', '123456789012345', 7],
  ['120363000000000001@g.us', 'group', '120363000000000001', 0],
  ['5511999999999-1400000000@g.us', 'group', '5511999999999-1400000000', 0],
  ['120363000000000002@newsletter', 'newsletter', '120363000000000002', 0],
  ['status@broadcast', 'broadcast', 'status', 0],
  ['1400000000@broadcast', 'broadcast', '1400000000', 0],
] as const)('%s is read as %s', (text, kind, user, device) => {
  expect(parseJid(text)).toEqual({ kind, user, device })
})

test.each([
  '',
  '@',
  '@s.whatsapp.net',
  's.whatsapp.net',
  '5511999999999',
  'ana@exemplo.com.br',
  'ana@s.whatsapp.net',
  '5511999999999@s.whatsapp.net@lid',
  '5511999999999:@s.whatsapp.net',
  '5511999999999:x@s.whatsapp.net',
  '120363000000000001:2@g.us',
  'status@g.us',
  `${'9'.repeat(200)}@s.whatsapp.net`,
  '__proto__@lid',
  '5511999999999@constructor',
])('%j is no JID', (text) => {
  expect(parseJid(text)).toBeNull()
  expect(normaliseJid(text)).toBeNull()
  expect(isSameJid(text, text)).toBe(false)
})

test('every device of a person is the same person', () => {
  expect(isSameJid('5511999999999:4@s.whatsapp.net', '5511999999999@c.us')).toBe(true)
  expect(isSameJid('5511999999999@s.whatsapp.net', '5511999999999@lid')).toBe(false)
  expect(isSameJid('5511999999999@s.whatsapp.net', '5511999999998@s.whatsapp.net')).toBe(false)
  expect(isSameJid(null, null)).toBe(false)
})

test('only a phone JID has digits to dial', () => {
  expect(digitsOf('5511999999999:4@s.whatsapp.net')).toBe('5511999999999')
  expect(digitsOf('123456789012345@lid')).toBeNull()
  expect(digitsOf(null)).toBeNull()
  expect(phoneJid('5511999999999')).toBe('5511999999999@s.whatsapp.net')
})

test('a printed JID is read back as it was', () => {
  const person = fc.record({
    kind: fc.constantFrom('phone' as const, 'lid' as const),
    user: fc.stringMatching(/^[1-9]\d{6,14}$/),
    device: fc.integer({ min: 0, max: 99 }),
  })
  fc.assert(
    fc.property(person, (jid) => {
      expect(parseJid(printJid(jid))).toEqual(jid)
    }),
  )
})

test('normalising twice changes nothing more, whatever the text', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 120 }),
    fc.stringMatching(/^[\d._:-]{1,20}@(s\.whatsapp\.net|c\.us|lid|g\.us|hosted)$/),
  )
  fc.assert(
    fc.property(text, (one) => {
      const normal = normaliseJid(one)
      if (normal !== null) expect(normaliseJid(normal)).toBe(normal)
    }),
  )
})

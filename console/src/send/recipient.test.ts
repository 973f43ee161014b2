import { expect, test } from 'vitest'
import { readRecipient } from './recipient.ts'

test.each([
  ['+55 (11) 98765-4321', '5511987654321'],
  ['55\u200e11\u00a098765–4321', '5511987654321'],
  ['5511987654321@s.whatsapp.net', '5511987654321'],
  ['5511987654321:3@c.us', '5511987654321'],
])('%s is a phone', (typed, digits) => {
  expect(readRecipient(typed)).toEqual({ kind: 'phone', digits })
})

test.each([
  ['123456789012345@lid', 'person'],
  ['120363041234567890@g.us', 'group'],
  ['5511987654321-1234567890@G.US', 'group'],
])('%s is a %s', (typed, kind) => {
  expect(readRecipient(typed)).toEqual({ kind })
})

test.each([
  ['Ana', 'letters'],
  ['123456', 'short'],
  ['1234567890123456', 'long'],
  ['0119876543', 'zero'],
  ['ana@example.com', 'address'],
  ['@g.us', 'address'],
  [`${'1'.repeat(200)}@g.us`, 'address'],
  ['status@broadcast', 'channel'],
  ['120363041234567890@newsletter', 'channel'],
])('%s is nobody: %s', (typed, why) => {
  expect(readRecipient(typed)).toEqual({ kind: 'wrong', why })
})

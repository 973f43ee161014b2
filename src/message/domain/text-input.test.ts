import { expect, test } from 'vitest'
import { createFieldReader } from '../../kernel/field-reader.ts'
import { mentionsIn, readTextFields } from './text-input.ts'

const ME = { jid: '5511940000001@s.whatsapp.net', lid: '900000000000001@lid' }
const ANA = { jid: '5511987654321@s.whatsapp.net', lid: '100000000000007@lid' }
const BRUNO = { jid: null, lid: '100000000000008@lid' }
const MEMBERS = [ME, ANA, BRUNO]

function mentions(fields: { mention?: unknown; mentionAll?: unknown }): string[] {
  const reader = createFieldReader()
  const text = readTextFields(reader, { message: 'Oi', ...fields })
  expect(reader.refusal).toBeNull()
  return mentionsIn(MEMBERS, ME, text)
}

test.each([
  [['5511987654321'], [ANA.jid]],
  [['+55 11 8765-4321'], [ANA.jid]],
  [[5511987654321], [ANA.jid]],
  [[ANA.lid], [ANA.jid]],
  [[BRUNO.lid], [BRUNO.lid]],
  [['5521900000000'], ['5521900000000@s.whatsapp.net']],
  [[ANA.jid, ANA.lid], [ANA.jid]],
])('%j mentions %j', (mention, jids) => {
  expect(mentions({ mention })).toEqual(jids)
})

test('all are all but ourselves, each once', () => {
  expect(mentions({ mentionAll: true })).toEqual([ANA.jid, BRUNO.lid])
  expect(mentions({ mention: [BRUNO.lid], mentionAll: true })).toEqual([BRUNO.lid, ANA.jid])
})

test.each([
  ['message', { message: '' }, 'message_required'],
  ['mention', { mention: 'x' }, 'request_invalid'],
  ['mention.0', { mention: [''] }, 'request_invalid'],
  ['mention.0', { mention: [null] }, 'request_invalid'],
  ['mention.0', { mention: ['120363000000000001@g.us'] }, 'request_invalid'],
  ['mention', { mention: Array(1025).fill('5511987654321') }, 'request_invalid'],
])('a wrong %s is refused by its path', (path, fields, problem) => {
  const reader = createFieldReader()
  readTextFields(reader, { message: 'Oi', ...fields })
  expect(reader.refusal).toMatchObject({ path, problem })
})

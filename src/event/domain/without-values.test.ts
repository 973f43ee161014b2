import { expect, test } from 'vitest'
import type { EventType } from '../../kernel/event.ts'
import { withoutValues } from './without-values.ts'

const ANA = { jid: '5511987654321@s.whatsapp.net', lid: '1@lid', name: 'Ana' }
const FORM = { id: 'frm_1', messageId: 'M', number: '5511987654321', state: 'answered', answers: { fullName: 'Ana' } }
const EXCHANGE = {
  ...{ id: 'A', direction: 'incoming', timestamp: 'T', chat: { ...ANA, type: 'private' }, sender: ANA },
  ...{ recipient: { jid: '5511940000001@s.whatsapp.net' }, reply: { message_id: 'M', text: 'Oi, Ana' } },
  message: {
    ...{ type: 'interactive_response', content: 'Ana', source: 'crm', isEdit: false, media: null, context: null },
    interactive: { name: 'galaxy_message', body: 'Ana', flow_token: 't', response_json: '{}', answers: {}, form: FORM },
  },
}
const ANSWERED = {
  form: FORM,
  answer: { id: 'ans_1', revision: 2, at: 'T', from: ANA, late: false, answers: {}, raw: '{}', erased: false },
}
const STATUS = { timestamp: 'T', status: 'read', messageIds: ['M'], chat: { ...ANA, type: 'private' }, recipient: ANA }

const blank = (type: EventType, data: object, blanking: 'quote' | 'values' | 'person') =>
  JSON.parse(withoutValues(type, JSON.stringify(data), blanking))

test('what an answer says goes from the message that carries it', () => {
  expect(blank('message.exchange', EXCHANGE, 'values')).toEqual({
    ...EXCHANGE,
    ...{ chat: { ...EXCHANGE.chat, name: null }, sender: { ...ANA, name: null }, reply: null },
    message: {
      ...EXCHANGE.message,
      content: '',
      interactive: { name: 'galaxy_message', body: '', flow_token: null, form: { id: 'frm_1' } },
    },
  })
})

test('the name of a group stays', () => {
  const inGroup = { ...EXCHANGE, chat: { jid: '1@g.us', lid: null, name: 'Turma', type: 'group' } }
  expect(blank('message.exchange', inGroup, 'values').chat).toEqual(inGroup.chat)
})

test('an erased answer is told as erased, with its form', () => {
  const { answers: _, ...form } = FORM
  expect(blank('form.answered', ANSWERED, 'values')).toEqual({
    form,
    answer: { id: 'ans_1', revision: 2, at: 'T', from: { ...ANA, name: null }, late: false, erased: true },
  })
})

test('of a quote the text goes, and nothing else', () => {
  expect(blank('message.exchange', EXCHANGE, 'quote')).toEqual({ ...EXCHANGE, reply: { message_id: 'M', text: '' } })
  expect(blank('message.exchange', { ...EXCHANGE, reply: null }, 'quote').reply).toBeNull()
  expect(blank('form.answered', ANSWERED, 'quote')).toEqual(ANSWERED)
})

test.each([
  ['message.exchange', EXCHANGE],
  ['message.status', STATUS],
  ['form.answered', ANSWERED],
  ['form.sent', { form: FORM }],
  ['form.status', { form: FORM }],
  ['form.expired', { form: FORM }],
] as const)('nobody is in a %s of an erased person, whose shape stays', (type, data) => {
  const erased = blank(type, data, 'person')
  expect(JSON.stringify(erased)).not.toMatch(/Ana|5511|@|crm/)
  expect(blank(type, erased, 'person')).toEqual(erased)
  if ('form' in data) expect(erased.form).toEqual({ id: 'frm_1', messageId: 'M', state: 'answered' })
  else expect(Object.keys(erased)).toEqual(Object.keys(data))
})

test('events that are about nobody stay as they are', () => {
  const data = { state: 'connected', timestamp: 'T', jid: ANA.jid }
  expect(blank('instance.state', data, 'person')).toEqual(data)
})

import { expect, test } from 'vitest'
import { ALL_TYPES } from '../known-events.ts'
import { gistOf } from './gist.ts'

const told = (event: string, data: unknown) =>
  gistOf({ id: 'evt_1', event, timestamp: '2026-05-02T12:00:00.000Z', data: data as Record<string, unknown> })

test('a message says who wrote what, one of ours to whom', () => {
  const data = {
    direction: 'incoming',
    sender: { jid: '5511@s.whatsapp.net', name: 'Ana' },
    chat: { jid: 'group@g.us', name: 'Family' },
    message: { type: 'text', content: 'hello' },
  }
  expect(told('message.exchange', data)).toEqual({ kind: 'text', direction: 'incoming', about: 'Ana', text: 'hello' })
  expect(told('message.exchange', { ...data, direction: 'outgoing' })).toMatchObject({ about: 'Family' })
})

test('a form says its state, its number and its name', () => {
  const form = { state: 'answered', number: '5511987654321', formName: 'contact', formType: 'contact_details' }
  const gist = { kind: 'answered', direction: null, about: '5511987654321', text: 'contact' }
  expect(told('form.answered', { form })).toEqual(gist)
})

test('no event, however it is made, breaks the line', () => {
  const odd = [null, undefined, 7, 'x', [], { form: 7 }, { message: null, sender: [] }, { status: { a: 1 } }]
  for (const type of [...ALL_TYPES, 'event.of-tomorrow', '__proto__'])
    for (const data of odd) expect(Object.keys(told(type, data))).toEqual(['kind', 'direction', 'about', 'text'])
})

test('a long text is cut', () => {
  const data = { message: { type: 'text', content: 'x'.repeat(262_144) } }
  expect(told('message.exchange', data).text?.length).toBe(161)
})

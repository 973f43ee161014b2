import { expect, test } from 'vitest'
import { formOf, isErased } from './read-body.ts'

const message = (said: object) => ({ data: { message: { type: 'interactive_response', content: '', ...said } } })

test.each([
  ['an answer that was erased', { data: { form: {}, answer: { erased: true } } }, true],
  ['an answer', { data: { form: {}, answer: { answers: {} } } }, false],
  ['a text that was erased', message({ type: 'text', interactive: null }), true],
  ['an answer as a message, erased', message({ interactive: { name: 'x', body: '', flow_token: null } }), true],
  ['an answer as a message', message({ content: 'Sent', interactive: { body: 'Sent', answers: {} } }), false],
  ['a picture without words', message({ type: 'image', interactive: null }), false],
  ['nothing', null, false],
])('%s', (_, event, verdict) => {
  expect(isErased(JSON.stringify(event))).toBe(verdict)
})

test('what is no JSON was not erased', () => {
  expect(isErased('{')).toBe(false)
})

test.each([
  ['an answer, by its form and not by its own message', { data: { form: { messageId: 'F' }, answer: {} } }, 'F'],
  ['the answer as a message', message({ interactive: { form: { messageId: 'F' } } }), 'F'],
  ['an answer of no form', message({ interactive: { form: null } }), null],
  ['a state of the number', { data: { state: 'connected' } }, null],
])('%s leads to its form', (_, event, form) => {
  expect(formOf(JSON.stringify(event))).toBe(form)
})

import { expect, test } from 'vitest'
import { readForm } from './form.js'

const ready = (data: object, extra: object = {}) =>
  JSON.stringify({
    flow_id: '1889354358373616',
    flow_token: 'a-token',
    flow_cta: 'Preencher',
    flow_action_payload: { screen: 'contact_details', data },
    ...extra,
  })

test('a form asks for just what its message asked for', () => {
  const form = readForm(ready({ full_name_visible: true, email_visible: true, cpf_or_cnpj_visible: false }))
  expect(form).toMatchObject({ kind: 'ready', screen: 'contact_details', offer: null, address: [], questions: [] })
  expect(form.kind === 'ready' && form.fields.map((field) => field.name)).toEqual(['full_name', 'email'])
})

test('an address is asked for line by line', () => {
  const form = readForm(ready({ delivery_address_visible: true }))
  expect(form.kind === 'ready' && form.address.map((field) => field.name)).toEqual([
    'cep',
    'state',
    'city',
    'neighborhood',
    'street_and_number',
    'complement',
  ])
})

test('an offer with nothing to fill in is a plain confirmation', () => {
  const form = readForm(ready({ offer_name: 'Black week', offer_description: '20% off' }))
  expect(form).toMatchObject({
    kind: 'ready',
    screen: 'registration_offer',
    offer: { name: 'Black week', description: '20% off' },
    fields: [],
  })
})

test('questions are named after their labels, each name once and none of the known ones', () => {
  const labels = ['Razão social', 'Razao social', 'Email', '会社', '__proto__', 'flow_token']
  const form = readForm(ready({ custom_fields: labels.map((label) => ({ type: 'TEXT_INPUT', label })) }))
  expect(form.kind === 'ready' && form.questions.map((field) => field.name)).toEqual([
    'razao_social',
    'razao_social_2',
    'email_2',
    'custom_field',
    'proto',
    'flow_token_2',
  ])
})

test('a thousand questions do not become a thousand fields', () => {
  const form = readForm(ready({ custom_fields: Array.from({ length: 1000 }, () => ({ label: 'x' })) }))
  expect(form.kind === 'ready' && form.questions.length).toBe(40)
})

test('an unknown screen, or no payload, is a form of the caller’s own', () => {
  expect(readForm(ready({}, { flow_action_payload: { screen: 'WELCOME' } }))).toEqual({
    kind: 'custom',
    screen: 'WELCOME',
  })
  expect(readForm(ready({}, { flow_action_payload: null }))).toEqual({ kind: 'custom', screen: '' })
})

test('what a phone would not open says what is missing', () => {
  expect(readForm('{')).toEqual({ kind: 'broken', missing: ['json'] })
  expect(readForm('[]')).toEqual({ kind: 'broken', missing: ['json'] })
  expect(readForm('{}')).toEqual({ kind: 'broken', missing: ['flow_id', 'flow_token', 'flow_cta'] })
  expect(readForm(ready({}, { flow_id: 'abc' }))).toEqual({ kind: 'broken', missing: ['flow_id'] })
  expect(readForm('{"a":'.repeat(20000))).toEqual({ kind: 'broken', missing: ['json'] })
})

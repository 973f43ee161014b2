import { expect, test } from 'vitest'
import { type Draft, EMPTY } from './draft.ts'
import { EXAMPLES } from './examples.ts'
import { previewOf } from './preview.ts'

const formOf = (changes: Partial<Draft>) => previewOf({ ...EMPTY, ...changes }, 'Preencher').form
const ownForm = (params: unknown) => formOf({ kind: 'own', buttonParamsJSON: JSON.stringify(params) })

const OWN = { flow_id: '1', flow_token: 't', flow_cta: 'Open' }

test('what is not typed is not drawn, and the button says what it will', () => {
  expect(previewOf({ ...EMPTY, headerText: ' ', message: 'Hi' }, 'Preencher')).toMatchObject({
    header: '',
    body: 'Hi',
    footer: '',
    button: 'Preencher',
  })
  expect(previewOf({ ...EMPTY, buttonLabel: 'Go' }, 'Preencher').button).toBe('Go')
})

test('an offer stands above its questions, and contact details have none', () => {
  expect(previewOf(EXAMPLES.offer, '').form).toMatchObject({
    kind: 'ready',
    offer: { name: 'Curso de Go, turma de maio', description: 'Acesso vitalício, com certificado' },
  })
  expect(formOf({ offerName: 'Not of this kind' })).toMatchObject({ kind: 'ready', offer: null })
})

test('message version 1 opens nothing', () => {
  expect(formOf({ messageVersion: '1' })).toEqual({ kind: 'closed' })
})

test('parameters that a phone does not open are named', () => {
  expect(formOf({ kind: 'own', buttonParamsJSON: '{' })).toEqual({ kind: 'broken', missing: [] })
  expect(ownForm({ flow_id: 'abc', flow_token: ' ' })).toEqual({
    kind: 'broken',
    missing: ['flow_id', 'flow_token', 'flow_cta'],
  })
  expect(formOf({ flowId: 'abc' })).toEqual({ kind: 'broken', missing: ['flow_id'] })
})

test('a flow of one’s own is Meta’s to draw, unless it opens a ready-made form', () => {
  expect(previewOf(EXAMPLES.own, '')).toMatchObject({ button: 'Abrir', form: { kind: 'custom', screen: 'WELCOME' } })
  const data = { email_visible: true, custom_fields: [{ label: 'Company' }, null, { label: 3 }] }
  expect(ownForm({ ...OWN, flow_action_payload: { screen: 'contact_details', data } })).toEqual({
    kind: 'ready',
    offer: null,
    asks: ['email'],
    questions: [
      { label: 'Company', helperText: '' },
      { label: '', helperText: '' },
    ],
  })
})

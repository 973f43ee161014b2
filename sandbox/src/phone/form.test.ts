import { expect, test } from 'vitest'
import { answerParams, formOf } from './form.ts'
import { cpfOf, plausibleValues } from './plausible.ts'

const data = {
  full_name_visible: true,
  cpf_or_cnpj_visible: true,
  custom_fields: [{ type: 'TEXT_INPUT', label: 'Company' }],
}
const params = { flow_id: '1', flow_token: 't', flow_action_payload: { screen: 'contact_details', data } }
const button = { name: 'galaxy_message', buttonParamsJson: JSON.stringify(params) }
const message = { interactiveMessage: { nativeFlowMessage: { buttons: [button] } } }

test('a form is found in a message, wrapped or not', () => {
  const form = { flowToken: 't', flowId: '1', screen: 'contact_details', data }
  expect(formOf(message)).toEqual(form)
  expect(formOf({ ephemeralMessage: { message } })).toEqual(form)
  expect(formOf({ conversation: 'hello' })).toBeNull()
})

test('a form with unreadable parameters is still a form, that asks for nothing', () => {
  const broken = { interactiveMessage: { nativeFlowMessage: { buttons: [{ ...button, buttonParamsJson: '{' }] } } }
  expect(formOf(broken)).toEqual({ flowToken: undefined, flowId: undefined, screen: undefined, data: {} })
})

test('each shape carries the values where it is known to', () => {
  const form = { flowToken: 't', flowId: '1', screen: 'contact_details' }
  const values = { full_name: 'Ana' }
  const [first, second, third] = ([1, 2, 3] as const).map((shape) => JSON.parse(answerParams(form, values, shape)))
  const component = { name: 'full_name', type: 'TextInput', label: '', value: 'Ana' }
  expect(first).toMatchObject({ full_name: 'Ana', flow_token: 't', wa_flow_response_params: { flow_id: '1' } })
  expect(JSON.parse(first.wa_flow_response_params.response_message)).toEqual({
    screens: [{ id: 'contact_details', title: '', components: [{ name: 'full_name', label: '' }] }],
    response: [{ id: 'contact_details', title: '', components: [component] }],
    version: 1,
  })
  expect(Object.keys(second)).toEqual(['flow_token', 'response_message'])
  expect(JSON.parse(second.response_message)).toEqual({
    version: 2,
    screens: [{ id: 'contact_details', title: '', components: [component] }],
  })
  expect(third).toEqual({ full_name: 'Ana', flow_token: 't' })
})

test('invented values are just those that are asked for, and the same for the same person', () => {
  const form = formOf(message)
  if (!form) throw new Error('no form')
  const values = plausibleValues(form, '5511912345678')
  expect(Object.keys(values)).toEqual(['full_name', 'cpf_or_cnpj', 'Company'])
  expect(plausibleValues(form, '5511912345678')).toEqual(values)
})

test('an invented CPF has the check digits of a real one', () => {
  expect(cpfOf([5, 2, 9, 9, 8, 2, 2, 4, 7])).toBe('529.982.247-25')
  expect(cpfOf([1, 1, 1, 4, 4, 4, 7, 7, 7])).toBe('111.444.777-35')
})

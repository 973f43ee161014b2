import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFieldReader } from '../../kernel/field-reader.ts'
import { composeForm, type FormDefaults, type FormInput } from './compose-form.ts'
import { readAnswer } from './reading.ts'

const defaults = {
  flowIds: { contact_details: '1889354358373616', registration_offer: '892701196712475' },
  buttonLabels: { contact_details: 'Preencher', registration_offer: 'Quero participar' },
  flowToken: '00000000-0000-4000-8000-000000000001',
}

function outcome(input: FormInput, given: FormDefaults = defaults) {
  const reader = createFieldReader()
  const form = composeForm(reader, input, given)
  if (form !== null) return { type: 'composed' as const, ...form }
  if (reader.refusal === null) throw new Error('nothing was refused, and nothing composed')
  return reader.refusal
}

function compose(input: FormInput) {
  return outcome({ message: 'Seus dados, por favor', ...input })
}

function composed(input: FormInput) {
  const form = compose(input)
  if (form.type === 'refused') throw new Error(`${form.path} ${form.detail}`)
  return form
}

test('a form of which only the message is given is contact details with every default', () => {
  const form = composed({})
  expect(form.params).toBe(
    '{"flow_message_version":"4","flow_id":"1889354358373616","flow_cta":"Preencher","flow_action":"navigate",' +
      '"flow_token":"00000000-0000-4000-8000-000000000001","form_type":"template","well_version":"V700",' +
      '"flow_action_payload":{"screen":"contact_details","data":{"full_name_visible":true,"phone_number_visible":true,' +
      '"email_visible":true,"cpf_or_cnpj_visible":true,"delivery_address_visible":true,"citizenship_card_visible":false}}}',
  )
  expect(form.interactive).toEqual({
    type: 'form',
    header: null,
    body: 'Seus dados, por favor',
    footer: null,
    params: form.params,
    messageVersion: 3,
  })
  expect(form).toMatchObject({
    formType: 'contact_details',
    flowToken: defaults.flowToken,
    buttonLabel: 'Preencher',
    fields: ['fullName', 'phoneNumber', 'email', 'cpfOrCnpj', 'deliveryAddress'],
    customFields: [],
    formName: null,
    replyText: null,
    expiresInSeconds: null,
    warnings: [],
  })
})

test('an offer opens the same screen with its name and description', () => {
  const form = composed({ formType: 'registration_offer', offerName: 'Plano A', offerDescription: 'Um mês grátis' })
  const params = JSON.parse(form.params)
  expect(params).toMatchObject({ flow_id: '892701196712475', flow_cta: 'Quero participar' })
  expect(params.flow_action_payload.screen).toBe('contact_details')
  expect(params.flow_action_payload.data).toMatchObject({ offer_name: 'Plano A', offer_description: 'Um mês grátis' })
})

test('offer fields stay out of a form that is no offer', () => {
  expect(composed({ offerName: 'Plano A' }).params).not.toContain('Plano A')
})

test('what the caller sets stands in the parameters', () => {
  const form = composed({
    buttonLabel: 'Abrir',
    flowToken: 'lead-7',
    flowId: 1889354358373617,
    flowMessageVersion: 5,
    messageVersion: '3',
    emailVisible: false,
    citizenshipCardVisible: true,
    customFields: [{ label: 'Empresa', helperText: 'Onde trabalha' }, { label: 'Cargo' }],
    headerText: 'Olá',
    footerText: '  ',
    formName: 'leads',
    replyText: 'Obrigado',
    expiresIn: '60',
  })
  const params = JSON.parse(form.params)
  expect(params).toMatchObject({
    flow_cta: 'Abrir',
    flow_token: 'lead-7',
    flow_id: '1889354358373617',
    flow_message_version: '5',
  })
  expect(params.flow_action_payload.data).toMatchObject({ email_visible: false, citizenship_card_visible: true })
  expect(params.flow_action_payload.data.custom_fields).toEqual([
    { type: 'TEXT_INPUT', label: 'Empresa', helper_text: 'Onde trabalha' },
    { type: 'TEXT_INPUT', label: 'Cargo' },
  ])
  expect(form).toMatchObject({
    flowToken: 'lead-7',
    customFields: [{ label: 'Empresa', helperText: 'Onde trabalha' }, { label: 'Cargo' }],
    fields: ['fullName', 'phoneNumber', 'cpfOrCnpj', 'deliveryAddress', 'citizenshipCard'],
    interactive: { header: 'Olá', footer: null, messageVersion: 3 },
    formName: 'leads',
    replyText: 'Obrigado',
    expiresInSeconds: 60,
    warnings: [],
  })
})

const nothing = {
  fullNameVisible: false,
  phoneNumberVisible: false,
  emailVisible: false,
  cpfOrCnpjVisible: false,
  deliveryAddressVisible: false,
}

test('contact details must ask something, an offer may be a plain confirmation', () => {
  expect(compose(nothing)).toMatchObject({ type: 'refused', problem: 'request_invalid' })
  expect(compose({ ...nothing, customFields: [{ label: 'Empresa' }] }).type).toBe('composed')
  expect(compose({ ...nothing, formType: 'registration_offer' })).toMatchObject({ type: 'composed', fields: [] })
})

test.each([[undefined], [null], [''], [' \n'], ['\u0000 ']])('a message that is %j is required', (message) => {
  expect(outcome({ message, formType: 'nonsense' })).toMatchObject({ problem: 'message_required' })
})

test.each<[string, FormInput]>([
  ['message', { message: 7 }],
  ['message', { message: 'x'.repeat(4097) }],
  ['formType', { formType: 'survey' }],
  ['formType', { formType: {} }],
  ['buttonLabel', { buttonLabel: 'x'.repeat(257) }],
  ['flowToken', { flowToken: 'x'.repeat(257) }],
  ['flowToken', { flowToken: {} }],
  ['offerName', { formType: 'registration_offer', offerName: 'x'.repeat(4097) }],
  ['offerDescription', { formType: 'registration_offer', offerDescription: 'x'.repeat(4097) }],
  ['messageVersion', { messageVersion: 'three' }],
  ['messageVersion', { messageVersion: 2.5 }],
  ['emailVisible', { emailVisible: 'yes' }],
  ['customFields', { customFields: 'Empresa' }],
  ['customFields', { customFields: Array.from({ length: 11 }, () => ({ label: 'Empresa' })) }],
  ['customFields.0', { customFields: ['Empresa'] }],
  ['customFields.1.label', { customFields: [{ label: 'Empresa' }, { label: ' ' }] }],
  ['customFields.0.label', { customFields: [{ label: 'x'.repeat(257) }] }],
  ['formName', { formName: 'x'.repeat(101) }],
  ['expiresIn', { expiresIn: 0 }],
  ['expiresIn', { expiresIn: -5 }],
])('a wrong %s is refused by its path', (path, input) => {
  const refusal = compose(input)
  expect(refusal).toMatchObject({ type: 'refused', problem: 'request_invalid', path })
})

test.each<[string, FormInput]>([
  ['message', { message: 'x'.repeat(1025) }],
  ['buttonLabel', { buttonLabel: 'x'.repeat(21) }],
  ['offerName', { formType: 'registration_offer', offerName: 'x'.repeat(61) }],
  ['headerText', { headerText: 'x'.repeat(61) }],
  ['footerText', { footerText: 'x'.repeat(61) }],
  ['customFields.0.label', { customFields: [{ label: 'x'.repeat(21) }] }],
  ['messageVersion', { messageVersion: 1 }],
  ['flowId', { flowId: 'my-flow' }],
])('%s beyond what is known to work is a warning', (field, input) => {
  expect(composed(input).warnings.map((warning) => warning.field)).toEqual([field])
})

test('lengths count characters, not code units', () => {
  expect(composed({ buttonLabel: '🎉'.repeat(20) }).warnings).toEqual([])
})

describe('own parameters', () => {
  const own = '{ "flow_cta": "Abrir",\n "flow_id":"1", "flow_token" : "t-1", "x":1.0 }'

  test('go out byte for byte', () => {
    const form = composed({ buttonParamsJSON: own })
    expect(form).toMatchObject({
      params: own,
      formType: 'custom',
      flowToken: 't-1',
      buttonLabel: 'Abrir',
      warnings: [],
    })
    expect(form.interactive.params).toBe(own)
  })

  test('make every field that shapes a ready-made form meaningless, wrong ones too', () => {
    const wrong = { formType: 7, flowToken: {}, messageVersion: 1, emailVisible: 'x', customFields: 3, offerName: [] }
    expect(compose({ buttonParamsJSON: own, ...wrong })).toMatchObject({
      type: 'composed',
      interactive: { messageVersion: 3 },
      warnings: [],
    })
  })

  test.each([
    ['{}', 3],
    ['{"flow_id":"1","flow_cta":"Abrir"}', 1],
    ['{"flow_token":7,"flow_id":" ","flow_cta":"a"}', 2],
  ])('%s lacks what opens a form: %i warnings', (buttonParamsJSON, count) => {
    const form = composed({ buttonParamsJSON })
    expect(form.warnings).toHaveLength(count)
    expect(form.flowToken).toBeNull()
  })

  test.each([
    ['not JSON', 'no json'],
    ['a list', '[]'],
    ['a text', '"x"'],
    ['null', 'null'],
    ['an object that is no text', {}],
    ['too large', `{"x":"${'é'.repeat(32_768)}"}`],
  ])('%s is refused', (_, buttonParamsJSON) => {
    expect(compose({ buttonParamsJSON })).toMatchObject({ problem: 'request_invalid', path: 'buttonParamsJSON' })
  })

  test('that open the ready-made screen are understood, so that their answer is', () => {
    const ready = composed({ customFields: [{ label: 'Empresa', helperText: 'Onde' }], emailVisible: false })
    const again = composed({ buttonParamsJSON: ready.params })
    expect(again.fields).toEqual(ready.fields)
    expect(again.customFields).toEqual(ready.customFields)
  })
})

test('whatever is given, the outcome is a value, and what is composed is JSON that holds its token', () => {
  const anything = fc.dictionary(
    fc.constantFrom(
      'message',
      'formType',
      'buttonLabel',
      'flowToken',
      'flowId',
      'customFields',
      'buttonParamsJSON',
      'offerName',
    ),
    fc.oneof(fc.string(), fc.json(), fc.anything(), fc.constant('registration_offer')),
  )
  fc.assert(
    fc.property(anything, (input) => {
      const form = outcome(input)
      if (form.type === 'refused') return
      const params = JSON.parse(form.params)
      if (form.formType !== 'custom') expect(params.flow_token).toBe(form.flowToken)
    }),
  )
})

test('a token of one’s own that no index could take is kept as an answer with it is read', () => {
  const flow_token = '汉'.repeat(5_000)
  const params = JSON.stringify({ flow_id: '42', flow_cta: 'Abrir', flow_token })
  const form = composed({ buttonParamsJSON: params })
  expect(form.params).toBe(params)
  expect(Buffer.byteLength(form.flowToken ?? '')).toBeLessThan(2_704)
  const reply = { name: 'galaxy_message', body: 'Sent', version: 3, paramsJson: JSON.stringify({ flow_token, a: 'b' }) }
  expect(readAnswer(reply, null).flowToken).toBe(form.flowToken)
})

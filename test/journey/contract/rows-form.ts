import { expect } from 'vitest'
import type { PhoneMessage } from '../shop.ts'
import { failure, type Row, wrongField } from './row.ts'

const UUID = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)

/** The button's parameters as they arrived. */
export function paramsOf({ message }: PhoneMessage): string {
  return message.interactiveMessage.nativeFlowMessage.buttons[0].buttonParamsJson
}

const dataOf = (message: PhoneMessage) => JSON.parse(paramsOf(message)).flow_action_payload.data

const ALL_VISIBLE = {
  full_name_visible: true,
  phone_number_visible: true,
  email_visible: true,
  cpf_or_cnpj_visible: true,
  delivery_address_visible: true,
  citizenship_card_visible: false,
}

const NONE = {
  fullNameVisible: false,
  phoneNumberVisible: false,
  emailVisible: false,
  cpfOrCnpjVisible: false,
  deliveryAddressVisible: false,
}

const warns = (field: string) => ({ data: { warnings: [{ field, message: expect.any(String) }] } })

function shows(says: string, body: Record<string, unknown>, params: Record<string, unknown>): Row {
  return {
    says,
    body,
    status: 200,
    answer: { data: { warnings: [] } },
    phone: (message) => expect(JSON.parse(paramsOf(message))).toMatchObject(params),
  }
}

const hides = (input: string, key: string): Row => ({
  says: `${input} hides its question`,
  body: { [input]: false },
  status: 200,
  phone: (message) => expect(dataOf(message)).toEqual({ ...ALL_VISIBLE, [key]: false }),
})

/** `POST /api/message/form/:instance`, the ready-made forms. */
export const FORM_ROWS: Row[] = [
  {
    says: 'a form of which only number and message are given, key by key',
    body: { message: 'Olá' },
    status: 200,
    answer: {
      success: true,
      message: 'Message sent successfully',
      status: 'sent',
      data: {
        messageId: expect.stringMatching(/^3EB0[0-9A-F]{18}$/),
        messageType: 'interactive',
        content: 'Olá',
        direction: 'outgoing',
        source: 'api',
        state: 'sent',
        flowToken: UUID,
        warnings: [],
      },
    },
    phone({ message, stanza }) {
      const { interactiveMessage, messageContextInfo, ...others } = message
      expect(others).toEqual({})
      expect(messageContextInfo.messageSecret).toMatch(/^[A-Za-z0-9+/]{43}=$/)
      const [button] = interactiveMessage.nativeFlowMessage.buttons
      expect(interactiveMessage).toEqual({
        body: { text: 'Olá' },
        nativeFlowMessage: { buttons: [button], messageParamsJson: '{}', messageVersion: 3 },
      })
      expect(Object.keys(button).toSorted()).toEqual(['buttonParamsJson', 'name'])
      expect(button.name).toBe('galaxy_message')
      expect(JSON.parse(button.buttonParamsJson)).toEqual({
        flow_message_version: '4',
        flow_id: '1889354358373616',
        flow_cta: 'Preencher',
        flow_action: 'navigate',
        flow_token: UUID,
        form_type: 'template',
        well_version: 'V700',
        flow_action_payload: { screen: 'contact_details', data: ALL_VISIBLE },
      })
      const nodes = stanza.content?.filter(({ tag }) => tag === 'biz' || tag === 'bot')
      expect(nodes).toEqual([
        {
          tag: 'biz',
          attrs: { actual_actors: '2', host_storage: '2', privacy_mode_ts: expect.stringMatching(/^\d{10}$/) },
          content: [
            {
              tag: 'interactive',
              attrs: { type: 'native_flow', v: '1' },
              content: [{ tag: 'native_flow', attrs: { v: '9', name: 'mixed' } }],
            },
            { tag: 'quality_control', attrs: { source_type: 'third_party' } },
          ],
        },
      ])
    },
  },
  { says: 'message missing', body: { message: undefined }, status: 400, answer: failure('Message is required') },
  { says: 'message null', body: { message: null }, status: 400, answer: failure('Message is required') },
  { says: 'message blank', body: { message: ' \n' }, status: 400, answer: failure('Message is required') },
  wrongField('message', 'message is a string', { message: 7 }),
  wrongField('message', 'message is at most 4096 characters', { message: 'x'.repeat(4097) }),
  {
    says: 'message over 1024 is a warning',
    body: { message: 'x'.repeat(1025) },
    status: 200,
    answer: warns('message'),
  },
  shows(
    'an offer',
    { formType: 'registration_offer', offerName: 'Plano A', offerDescription: 'Um mês grátis' },
    {
      flow_id: '892701196712475',
      flow_cta: 'Quero participar',
      flow_action_payload: {
        screen: 'contact_details',
        data: { ...ALL_VISIBLE, offer_name: 'Plano A', offer_description: 'Um mês grátis' },
      },
    },
  ),
  {
    says: 'offer fields go out with an offer only, and say so',
    body: { offerName: 'Plano A' },
    status: 200,
    answer: warns('offerName'),
    phone: (message) => expect(dataOf(message)).toEqual(ALL_VISIBLE),
  },
  wrongField('formType', 'formType is one of two', { formType: 'poll' }),
  wrongField('formType', 'formType is a string', { formType: 3 }),
  wrongField('offerName', 'offerName is at most 4096', { formType: 'registration_offer', offerName: 'x'.repeat(4097) }),
  wrongField('offerDescription', 'offerDescription is at most 4096', {
    formType: 'registration_offer',
    offerDescription: 'x'.repeat(4097),
  }),
  {
    says: 'offerName over 60 is a warning',
    body: { formType: 'registration_offer', offerName: 'x'.repeat(61) },
    status: 200,
    answer: warns('offerName'),
  },
  shows('buttonLabel', { buttonLabel: 'Abrir' }, { flow_cta: 'Abrir' }),
  wrongField('buttonLabel', 'buttonLabel is at most 256', { buttonLabel: 'x'.repeat(257) }),
  {
    says: 'buttonLabel over 20 is a warning',
    body: { buttonLabel: 'x'.repeat(21) },
    status: 200,
    answer: warns('buttonLabel'),
  },
  {
    says: 'flowToken comes back',
    body: { flowToken: 'lead 7/é' },
    status: 200,
    answer: { data: { flowToken: 'lead 7/é' } },
    phone: (message) => expect(JSON.parse(paramsOf(message)).flow_token).toBe('lead 7/é'),
  },
  {
    says: 'flowToken need not be unique',
    body: { flowToken: 'lead 7/é' },
    status: 200,
    answer: { data: { flowToken: 'lead 7/é' } },
  },
  { says: 'flowToken of 256 characters', body: { flowToken: 'é'.repeat(256) }, status: 200 },
  wrongField('flowToken', 'flowToken is at most 256', { flowToken: 'x'.repeat(257) }),
  shows('flowId', { flowId: '42' }, { flow_id: '42' }),
  shows('flowId as a number', { flowId: 42 }, { flow_id: '42' }),
  { says: 'flowId that is no number is a warning', body: { flowId: 'mine' }, status: 200, answer: warns('flowId') },
  shows('flowMessageVersion', { flowMessageVersion: '3' }, { flow_message_version: '3' }),
  {
    says: 'messageVersion 1 is a warning',
    body: { messageVersion: 1 },
    status: 200,
    answer: warns('messageVersion'),
    phone: ({ message }) => expect(message.interactiveMessage.nativeFlowMessage.messageVersion).toBe(1),
  },
  { says: 'messageVersion in digits', body: { messageVersion: '3' }, status: 200, answer: { data: { warnings: [] } } },
  wrongField('messageVersion', 'messageVersion is a number', { messageVersion: 'three' }),
  hides('fullNameVisible', 'full_name_visible'),
  hides('phoneNumberVisible', 'phone_number_visible'),
  hides('emailVisible', 'email_visible'),
  hides('cpfOrCnpjVisible', 'cpf_or_cnpj_visible'),
  hides('deliveryAddressVisible', 'delivery_address_visible'),
  {
    says: 'citizenshipCardVisible asks for one',
    body: { citizenshipCardVisible: true },
    status: 200,
    phone: (message) => expect(dataOf(message)).toEqual({ ...ALL_VISIBLE, citizenship_card_visible: true }),
  },
  {
    says: 'a flag in words does',
    body: { emailVisible: 'false' },
    status: 200,
    phone: (message) => expect(dataOf(message).email_visible).toBe(false),
  },
  wrongField('emailVisible', 'a flag is a flag', { emailVisible: 'yes' }),
  wrongField('formType', 'contact_details asks something', NONE),
  { says: 'an offer may be a plain confirmation', body: { ...NONE, formType: 'registration_offer' }, status: 200 },
  {
    says: 'customFields alone are enough',
    body: { ...NONE, customFields: [{ label: 'Empresa', helperText: 'Onde' }, { label: 'Cargo' }] },
    status: 200,
    phone: (message) =>
      expect(dataOf(message).custom_fields).toEqual([
        { type: 'TEXT_INPUT', label: 'Empresa', helper_text: 'Onde' },
        { type: 'TEXT_INPUT', label: 'Cargo' },
      ]),
  },
  wrongField('customFields', 'customFields are at most 10', { customFields: Array(11).fill({ label: 'x' }) }),
  wrongField('customFields', 'customFields are an array', { customFields: 'Empresa' }),
  wrongField('customFields.0.label', 'a custom field has a label', { customFields: [{ helperText: 'x' }] }),
  {
    says: 'a custom label over 20 is a warning',
    body: { customFields: [{ label: 'x'.repeat(21) }] },
    status: 200,
    answer: warns('customFields.0.label'),
  },
]

import { expect } from 'vitest'
import { expectText, type Row, wrongField } from './row.ts'
import { paramsOf } from './rows-form.ts'

const OWN =
  '{ "flow_token" : "t\\u00e3o",\t"flow_id":"42",\n"flow_cta": "Abrir \\/ \\"x\\"", "z": 1.0, "a": [ ], "a": [1e2] }'
const warningFields = (...fields: string[]) => ({
  data: { warnings: fields.map((field) => ({ field, message: expect.any(String) })) },
})

function isRefused(says: string, buttonParamsJSON: unknown): Row {
  return wrongField('buttonParamsJSON', says, { buttonParamsJSON })
}

/** `buttonParamsJSON`, header and footer, and what is ours beside the ready-made forms. */
export const FORM_EXTRA_ROWS: Row[] = [
  {
    says: 'buttonParamsJSON arrives byte for byte: white space, key order, escapes, doubled keys',
    body: { buttonParamsJSON: OWN },
    status: 200,
    answer: { data: { flowToken: 'tão', warnings: [] } },
    phone: (message) => expect(paramsOf(message)).toBe(OWN),
  },
  {
    says: 'with buttonParamsJSON the fields of a ready-made form are not even validated',
    body: {
      buttonParamsJSON: OWN,
      formType: 17,
      flowId: {},
      flowToken: [],
      flowMessageVersion: {},
      messageVersion: 'x',
      buttonLabel: 7,
      emailVisible: 'maybe',
      customFields: 3,
      offerName: [],
      offerDescription: 1,
    },
    status: 200,
    phone(message) {
      expect(paramsOf(message)).toBe(OWN)
      expect(message.message.interactiveMessage.nativeFlowMessage.messageVersion).toBe(3)
    },
  },
  {
    says: 'buttonParamsJSON without what opens a form is a warning each',
    body: { buttonParamsJSON: '{}' },
    status: 200,
    answer: { ...warningFields('buttonParamsJSON', 'buttonParamsJSON', 'buttonParamsJSON') },
    phone: (message) => expect(paramsOf(message)).toBe('{}'),
  },
  {
    says: 'buttonParamsJSON of 64 KiB',
    body: { buttonParamsJSON: `{"flow_id":"1","flow_token":"t","flow_cta":"c","x":"${'a'.repeat(65_536 - 55)}"}` },
    status: 200,
    phone: (message) => expect(paramsOf(message).length).toBeGreaterThan(65_400),
  },
  isRefused('buttonParamsJSON over 64 KiB', `{"x":"${'a'.repeat(65_536)}"}`),
  isRefused('buttonParamsJSON that is no JSON', '{"x":'),
  isRefused('buttonParamsJSON that is a list', '[]'),
  isRefused('buttonParamsJSON that is null in words', 'null'),
  isRefused('buttonParamsJSON that is no string', { flow_id: '1' }),
  { says: 'buttonParamsJSON empty is not given', body: { buttonParamsJSON: '' }, status: 200 },
  {
    says: 'headerText and footerText stand around the message',
    body: { headerText: 'Loja', footerText: 'Obrigado' },
    status: 200,
    answer: { data: { warnings: [] } },
    phone: ({ message }) =>
      expect(message.interactiveMessage).toMatchObject({
        header: { title: 'Loja', hasMediaAttachment: false },
        footer: { text: 'Obrigado' },
      }),
  },
  {
    says: 'blank headerText and footerText are left out',
    body: { headerText: ' ', footerText: '' },
    status: 200,
    phone: ({ message }) =>
      expect(Object.keys(message.interactiveMessage).toSorted()).toEqual(['body', 'nativeFlowMessage']),
  },
  {
    says: 'headerText and footerText over 60 are warnings',
    body: { headerText: 'x'.repeat(61), footerText: 'x'.repeat(61) },
    status: 200,
    answer: warningFields('headerText', 'footerText'),
  },
  wrongField('headerText', 'headerText is a string', { headerText: 1 }),
  wrongField('footerText', 'footerText is at most 4096', { footerText: 'x'.repeat(4097) }),
  { says: 'formName', body: { formName: 'x'.repeat(100) }, status: 200 },
  wrongField('formName', 'formName is at most 100', { formName: 'x'.repeat(101) }),
  { says: 'replyText', body: { replyText: 'Obrigado' }, status: 200 },
  wrongField('replyText', 'replyText is a string', { replyText: {} }),
  { says: 'expiresIn', body: { expiresIn: 3600 }, status: 200 },
  { says: 'expiresIn in digits', body: { expiresIn: '3600' }, status: 200 },
  wrongField('expiresIn', 'expiresIn is above 0', { expiresIn: 0 }),
  wrongField('expiresIn', 'expiresIn is a whole number', { expiresIn: 1.5 }),
  {
    says: 'text of any script, and what a store cannot keep is taken out',
    body: { message: 'a\u0000b 汉字 👩‍👩‍👧 \ud800' },
    status: 200,
    answer: { data: { content: 'ab 汉字 👩‍👩‍👧 \ufffd' } },
  },
  {
    says: 'what was sent is read back by its token',
    method: 'GET',
    path: ({ form }) => `/api/form/get/shop?flowToken=${encodeURIComponent(form.flowToken)}`,
    status: 200,
    answer: ({ form }) => ({
      message: 'Form found',
      form: {
        messageId: form.messageId,
        flowToken: form.flowToken,
        formType: 'contact_details',
        late: false,
        revisions: [],
      },
    }),
  },
  {
    says: 'a form that is not there',
    method: 'GET',
    path: '/api/form/get/shop?flowToken=nobody',
    status: 404,
    answer: { error: { message: 'Form not found' } },
  },
  {
    says: 'a form without a key',
    method: 'GET',
    path: '/api/form/get/shop',
    status: 400,
    answer: { error: { message: expectText('Invalid request: ') } },
  },
]

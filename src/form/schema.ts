import { z } from 'zod'
import { checkedLater, REQUIRED, sharedSendFields } from '../message/index.ts'
import { withExamples } from '../platform/http/index.ts'
import { LIMITS } from './domain/form-input.ts'

const OWN_FLOW =
  '{"flow_message_version":"3","flow_id":"1234567890","flow_token":"lead-4711","flow_cta":"Abrir",' +
  '"flow_action":"navigate","flow_action_payload":{"screen":"WELCOME","data":{}}}'

const visible = (what: string, byDefault: boolean) =>
  checkedLater({
    type: 'boolean',
    default: byDefault,
    description: `Whether the form asks for ${what}. Ignored with \`buttonParamsJSON\`.`,
    examples: [byDefault],
  })

const believed = (characters: number) =>
  `WhatsApp is believed to show at most ${characters} characters: more is sent with a warning.`

const formFields = z.object({
  ...sharedSendFields,
  message: checkedLater({
    type: 'string',
    maxLength: LIMITS.message.max,
    description: `Required. The text of the bubble above the button. ${believed(LIMITS.message.believed)}`,
    examples: ['Olá! Preencha os seus dados, por favor.'],
  }),
  formType: checkedLater({
    type: 'string',
    enum: ['contact_details', 'registration_offer'],
    default: 'contact_details',
    description:
      'Which ready-made form opens: contact details, which must ask at least one question, or the same with an offer on ' +
      'top, which may ask none and is then a plain confirmation. Ignored with `buttonParamsJSON`.',
    examples: ['contact_details'],
  }),
  buttonLabel: checkedLater({
    type: 'string',
    maxLength: LIMITS.buttonLabel.max,
    description:
      'The text of the button. Default: `Preencher`, for offers `Quero participar`, unless the instance or the server ' +
      `is configured otherwise. ${believed(LIMITS.buttonLabel.believed)} Ignored with \`buttonParamsJSON\`.`,
    examples: ['Preencher'],
  }),
  flowToken: checkedLater({
    type: 'string',
    maxLength: LIMITS.flowToken.max,
    description:
      'Your own mark of the form: it comes back with the answer and finds the form again. It need not be unique: one ' +
      'token may stand for a lead or a campaign. Default: a UUID. Ignored with `buttonParamsJSON`, which holds its own.',
    examples: ['lead-4711'],
  }),
  flowId: checkedLater({
    type: 'string',
    maxLength: LIMITS.flowId.max,
    description:
      'The id of the ready-made flow. Default: by form type, as the instance or the server is configured; ids differ ' +
      'between countries and generations. Ignored with `buttonParamsJSON`.',
    examples: ['1889354358373616'],
  }),
  flowMessageVersion: checkedLater({
    type: 'string',
    maxLength: LIMITS.flowMessageVersion.max,
    default: '4',
    description: 'The version of the flow message. Ignored with `buttonParamsJSON`.',
    examples: ['4'],
  }),
  messageVersion: checkedLater({
    type: 'integer',
    minimum: LIMITS.messageVersion.min,
    maximum: LIMITS.messageVersion.max,
    default: 3,
    description:
      'The version of the native flow; digits in a string do. Only 3 is known to open on a phone. Ignored with `buttonParamsJSON`.',
    examples: [3],
  }),
  buttonParamsJSON: checkedLater({
    type: 'string',
    maxLength: LIMITS.buttonParamsBytes,
    description:
      'The button’s parameters as a JSON object in a string, at most 64 KiB, sent byte for byte instead of a ready-made ' +
      'form: a flow of your own. Everything that shapes a ready-made form is then ignored. It needs `flow_id`, ' +
      '`flow_token` and `flow_cta`; missing ones are a warning. Default: a ready-made form. Experimental: flows are ' +
      'built in Meta’s Business Manager (Account tools, Flows) or its Flows Playground, and one that is not published, ' +
      'or belongs to somebody else, opens to an error on the phone.',
    examples: [OWN_FLOW],
  }),
  fullNameVisible: visible('the full name', true),
  phoneNumberVisible: visible('a phone number', true),
  emailVisible: visible('an e-mail address', true),
  cpfOrCnpjVisible: visible('a CPF or CNPJ', true),
  deliveryAddressVisible: visible('a delivery address', true),
  citizenshipCardVisible: visible('a citizenship card', false),
  offerName: checkedLater({
    type: 'string',
    maxLength: LIMITS.offerName.max,
    description: `Name of the offer, only with \`registration_offer\`. Default: none. ${believed(LIMITS.offerName.believed)}`,
    examples: ['Curso de Go, turma de maio'],
  }),
  offerDescription: checkedLater({
    type: 'string',
    maxLength: LIMITS.offerDescription.max,
    description: 'What the offer is about, only with `registration_offer`. Default: none.',
    examples: ['Acesso vitalício, com certificado'],
  }),
  customFields: checkedLater({
    type: 'array',
    maxItems: LIMITS.customFields,
    items: {
      type: 'object',
      required: ['label'],
      properties: {
        label: {
          type: 'string',
          maxLength: LIMITS.customLabel.max,
          description: `The question. ${believed(LIMITS.customLabel.believed)}`,
          examples: ['Empresa'],
        },
        helperText: {
          type: 'string',
          maxLength: LIMITS.customHelperText.max,
          description: 'A line below the field. Default: none.',
          examples: ['Onde você trabalha'],
        },
      },
    },
    description:
      'Text questions of your own behind the ready-made ones. Default: none. Experimental: not proven on every phone. ' +
      'Ignored with `buttonParamsJSON`.',
    examples: [[{ label: 'Empresa', helperText: 'Onde você trabalha' }]],
  }),
  headerText: checkedLater({
    type: 'string',
    maxLength: LIMITS.headerText.max,
    description: `A line above the message. Default: none. ${believed(LIMITS.headerText.believed)}`,
    examples: ['Loja da Ana'],
  }),
  footerText: checkedLater({
    type: 'string',
    maxLength: LIMITS.footerText.max,
    description: `A line below the message. Default: none. ${believed(LIMITS.footerText.believed)}`,
    examples: ['Leva um minuto'],
  }),
  formName: checkedLater({
    type: 'string',
    maxLength: LIMITS.formName.max,
    description: 'A name by which you group forms; it comes back with the form and its answer. Default: none.',
    examples: ['cadastro'],
  }),
  replyText: checkedLater({
    type: 'string',
    maxLength: LIMITS.replyText.max,
    description:
      'A text that is sent to the chat by itself, once, when the first answer is there. When the line is closed for two ' +
      'minutes then, it fails. Default: none.',
    examples: ['Obrigado! Recebemos os seus dados.'],
  }),
  expiresIn: checkedLater({
    type: 'integer',
    minimum: LIMITS.expiresIn.min,
    maximum: LIMITS.expiresIn.max,
    description:
      'Seconds (digits in a string do), counted from when the form goes out, after which it is `expired` unless it was answered. A later answer ' +
      'still counts, marked `late`. Default: never.',
    examples: [86_400],
  }),
})

/** What `POST /api/message/form/:instance` takes. Everything is checked by the use case, with the same limits. */
export const sendFormSchema = withExamples(formFields.meta(REQUIRED), {
  offer: {
    summary: 'An offer',
    value: {
      number: '5511987654321',
      message: 'Garanta a sua vaga com 50% de desconto!',
      formType: 'registration_offer',
      buttonLabel: 'Quero participar',
      offerName: 'Curso de Go, turma de maio',
      offerDescription: 'Acesso vitalício, com certificado',
    },
  },
  contact: {
    summary: 'Contact data, with name, phone and e-mail only',
    value: {
      number: '5511987654321',
      message: 'Como podemos falar com você?',
      formType: 'contact_details',
      cpfOrCnpjVisible: false,
      deliveryAddressVisible: false,
    },
  },
  own: {
    summary: 'A flow of your own',
    value: { number: '5511987654321', message: 'Conte como foi a sua compra', buttonParamsJSON: OWN_FLOW },
  },
})

export type SendForm = z.output<typeof formFields>

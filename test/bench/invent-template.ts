import { composeForm, type FormInput } from '../../src/form/domain/compose-form.ts'
import type { Form } from '../../src/form/store.ts'
import { createFieldReader, insistRead } from '../../src/kernel/field-reader.ts'

/** What all forms with one name have alike. `params` holds `TOKEN` where each has a token of its own. */
export type Template = Pick<
  Form,
  'form_type' | 'form_name' | 'message' | 'button_label' | 'fields' | 'custom_fields' | 'params' | 'reply_text'
>

export const TOKEN = 'token-of-the-form'

const OWN_FLOW = `{"flow_message_version":"3","flow_id":"1234567890","flow_token":"${TOKEN}","flow_cta":"Abrir",
  "flow_action":"navigate","flow_action_payload":{"screen":"WELCOME","data":{}}}`

const CALLS: readonly (FormInput & { formName: string })[] = [
  { formName: 'cadastro', emailVisible: true, cpfOrCnpjVisible: true },
  { formName: 'oferta de maio', formType: 'registration_offer', offerName: 'Plano família', emailVisible: true },
  { formName: 'entrega', deliveryAddressVisible: true },
  { formName: 'agendamento', customFields: [{ label: 'Qual é o seu horário?' }], emailVisible: true },
  { formName: 'pesquisa', buttonParamsJSON: OWN_FLOW },
  { formName: 'indicação', emailVisible: true },
  { formName: 'oferta de natal', formType: 'registration_offer', offerName: 'Plano anual' },
  { formName: 'renovação', cpfOrCnpjVisible: true, emailVisible: true },
  { formName: 'orçamento', buttonParamsJSON: OWN_FLOW },
  { formName: 'evento', emailVisible: true, replyText: 'Obrigado! Até lá.' },
]

const DEFAULTS = {
  flowToken: TOKEN,
  flowIds: { contact_details: '1111111111111111', registration_offer: '2222222222222222' },
  buttonLabels: { contact_details: 'Preencher', registration_offer: 'Quero participar' },
}

export const TEMPLATES = CALLS.map(templateOf)

/** The ten oldest forms: a name, a source and a state that no other form has. */
export const RARE = {
  template: templateOf({ formName: 'piloto', emailVisible: true }),
  source: 'legado',
  state: 'unknown',
  count: 10,
} as const

function templateOf(call: FormInput): Template {
  const reader = createFieldReader()
  const message = 'Olá! Para continuar, toque no botão e preencha os seus dados. Leva menos de um minuto.'
  const form = insistRead(reader, composeForm(reader, { message, ...call }, DEFAULTS))
  return {
    form_type: form.formType,
    form_name: form.formName,
    message: form.interactive.body,
    button_label: form.buttonLabel,
    fields: JSON.stringify(form.fields),
    custom_fields: JSON.stringify(form.customFields),
    params: form.params,
    reply_text: form.replyText,
  }
}

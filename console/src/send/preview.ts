import { readCount } from './body.ts'
import { readParams } from './check.ts'
import { type Draft, isBlank, READY_FIELDS, type ReadyField } from './draft.ts'

export interface PreviewQuestion {
  label: string
  helperText: string
}

/** What opens behind the button, as far as the message itself decides it. */
export type PreviewForm =
  | {
      kind: 'ready'
      offer: { name: string; description: string } | null
      asks: ReadyField[]
      questions: PreviewQuestion[]
    }
  /** Drawn by Meta out of a flow that is not in the message. */
  | { kind: 'custom'; screen: string }
  /** A phone refuses it: these parameters are missing or wrong; none named: they are no JSON object. */
  | { kind: 'broken'; missing: string[] }
  /** A phone asks to update WhatsApp. */
  | { kind: 'closed' }

export interface Preview {
  header: string
  body: string
  footer: string
  button: string
  form: PreviewForm
}

/** On the wire: `full_name_visible`, … */
const WIRE_NAMES: Readonly<Record<ReadyField, string>> = {
  fullName: 'full_name',
  phoneNumber: 'phone_number',
  email: 'email',
  cpfOrCnpj: 'cpf_or_cnpj',
  citizenshipCard: 'citizenship_card',
  deliveryAddress: 'delivery_address',
}

/** What a phone makes of a draft; `label` is the button's when none is typed. */
export function previewOf(draft: Draft, label: string): Preview {
  const { headerText: header, message: body, footerText: footer } = draft
  const shown = { header: isBlank(header) ? '' : header, body, footer: isBlank(footer) ? '' : footer }
  if (draft.kind === 'own') return { ...shown, ...readOwn(draft.buttonParamsJSON) }
  return { ...shown, button: isBlank(draft.buttonLabel) ? label : draft.buttonLabel, form: readReady(draft) }
}

function readReady(draft: Draft): PreviewForm {
  if ((readCount(draft.messageVersion) ?? 3) !== 3) return { kind: 'closed' }
  if (!isBlank(draft.flowId) && !/^\d+$/.test(draft.flowId)) return { kind: 'broken', missing: ['flow_id'] }
  const isOffer = draft.kind === 'registration_offer'
  return {
    kind: 'ready',
    offer: isOffer ? offerOf(draft.offerName, draft.offerDescription) : null,
    asks: READY_FIELDS.filter((field) => draft.asks[field]),
    questions: draft.questions.map(({ label, helperText }) => ({ label, helperText })),
  }
}

const offerOf = (name: string, description: string) =>
  isBlank(name) && isBlank(description) ? null : { name, description }

function readOwn(text: string): Pick<Preview, 'button' | 'form'> {
  const params = readParams(text)
  if (typeof params === 'string') return { button: '', form: { kind: 'broken', missing: [] } }
  const button = textOf(params['flow_cta'])
  const missing = ['flow_id', 'flow_token', 'flow_cta'].filter((name) => {
    const value = textOf(params[name])
    return isBlank(value) || (name === 'flow_id' && !/^\d+$/.test(value))
  })
  if (missing.length > 0) return { button, form: { kind: 'broken', missing } }
  const payload = objectOf(params['flow_action_payload'])
  const data = payload?.['screen'] === 'contact_details' ? objectOf(payload['data']) : null
  if (!data) return { button, form: { kind: 'custom', screen: textOf(payload?.['screen']) } }
  return {
    button,
    form: {
      kind: 'ready',
      offer: offerOf(textOf(data['offer_name']), textOf(data['offer_description'])),
      asks: READY_FIELDS.filter((field) => data[`${WIRE_NAMES[field]}_visible`] === true),
      questions: questionsOf(data['custom_fields']),
    },
  }
}

function questionsOf(given: unknown): PreviewQuestion[] {
  const list: unknown[] = Array.isArray(given) ? given.slice(0, 40) : []
  return list
    .map(objectOf)
    .filter((one) => one !== null)
    .map((one) => ({ label: textOf(one['label']), helperText: textOf(one['helper_text']) }))
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function objectOf(value: unknown): Record<string, unknown> | null {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Record<string, unknown>) : null
}
